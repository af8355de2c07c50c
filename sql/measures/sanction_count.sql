-- On how many days of a window was each person convicted or cautioned?
-- Grain:   one row per person with such a day
-- Inputs:  sanction_occasion
-- Params:  $as_at (inclusive), $from_{{ window }} (exclusive)
select
    person_id,
    count(*) as occasions
from sanction_occasion
where sanction_on > $from_{{ window }} and sanction_on <= $as_at
group by person_id
