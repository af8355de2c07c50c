-- Where does each listed person stand among the eligible on one measure: in the top how many per cent?
-- Grain:   one row per listed and eligible person with a value
-- Inputs:  measured, selected
-- Blanks:  {{ measure }}: the measure's column
-- The share of eligible people with a value who have as much or more, rounded up to a whole per cent.
with standing as (
    select
        m.person_id,
        s.list,
        count(*) over (order by m.{{ measure }} desc) as as_much_or_more,
        count(*) over () as with_value
    from measured as m
    inner join selected as s on m.person_id = s.person_id
    where s.eligible and m.{{ measure }} is not null
)

select
    person_id,
    (100 * as_much_or_more + with_value - 1) // with_value as top_percent
from standing
where list is not null
