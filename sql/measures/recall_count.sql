-- How often was each person recalled in a window?
-- Grain:   one row per person recalled
-- Inputs:  absence_merged
-- Params:  $as_at (inclusive), $from_{{ window }} (exclusive)
-- Recalls that overlap or touch, as two systems report them, are one.
select
    person_id,
    count(*) as recalls
from absence_merged
where kind = 'recall' and from_date > $from_{{ window }} and from_date <= $as_at
group by person_id
