-- How many days up to the end of the last day was the person away, each day counted once?
-- Grain:   one row
-- Inputs:  absence_merged
-- Params:  $person_id, $last_day: the day asked about, or the one of death if it came before
select coalesce(sum(least(coalesce(to_date, $last_day::date + 1), $last_day::date + 1) - from_date), 0)::bigint as days
from absence_merged
where person_id = $person_id and kind = 'any' and from_date <= $last_day::date
