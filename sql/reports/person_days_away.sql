-- How many days up to the end of the day, and of life, was the person away, each day counted once?
-- Grain:   one row
-- Inputs:  absence_merged, person_current
-- Params:  $person_id, $as_at
with lived as (
    select least($as_at, coalesce(max(death_date), $as_at)) + 1 as to_date
    from person_current
    where person_id = $person_id
)

select coalesce(sum(least(coalesce(a.to_date, l.to_date), l.to_date) - a.from_date), 0)::bigint as days
from absence_merged as a
cross join lived as l
where a.person_id = $person_id and a.kind = 'any' and a.from_date < l.to_date
