-- On which days up to the day was the person sanctioned?
-- Grain:   one row per day
-- Inputs:  sanction_occasion
-- Params:  $person_id, $as_at
select
    sanction_on,
    conviction,
    sanctioned_offences,
    history
from sanction_occasion
where person_id = $person_id and sanction_on <= $as_at
