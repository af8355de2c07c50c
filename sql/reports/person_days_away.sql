-- How many days up to the end of the day was the person away, each day counted once?
-- Grain:   one row
-- Inputs:  absence_merged
-- Params:  $person_id, $as_at
select coalesce(sum(least(coalesce(to_date, $as_at + 1), $as_at + 1) - from_date), 0)::bigint as days
from absence_merged
where person_id = $person_id and kind = 'any' and from_date <= $as_at
