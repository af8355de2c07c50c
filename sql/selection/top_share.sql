-- Where does each person who is explained stand among the eligible on one sum: in the top how many per cent?
-- Grain:   one row per explained and eligible person with a value
-- Inputs:  judged, placed
-- Blanks:  {{ measure }}: the measure's column
-- The share of eligible people with a value who have as much or more, rounded up to a whole per cent. Only values as
-- great as the least of an explained person need be put in order.
with explained as (
    select
        j.person_id,
        j.{{ measure }} as amount
    from judged as j
    inner join placed as s on j.person_id = s.person_id
    where s.explained and j.own__eligible and j.{{ measure }} is not null
),

with_value as (
    select count(*) as people
    from judged as j
    where j.own__eligible and j.{{ measure }} is not null
),

spread as (
    select
        j.{{ measure }} as amount,
        count(*) as people
    from judged as j
    where j.own__eligible and j.{{ measure }} >= (select min(e.amount) from explained as e)
    group by j.{{ measure }}
),

standing as (
    select
        amount,
        sum(people) over (order by amount desc) as as_much_or_more
    from spread
)

select
    e.person_id,
    ((100 * t.as_much_or_more + w.people - 1) // w.people)::integer as top_percent
from explained as e
inner join standing as t on e.amount = t.amount
cross join with_value as w
