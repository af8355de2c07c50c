-- How did a run judge one person who had a cohort in it or was on a list of it?
-- Grain:   one row, or none
-- Inputs:  run_person
-- Params:  $run_id, $person_id
select
    person_id,
    met_bits,
    unknown_bits,
    eligible,
    cohort,
    points,
    rank,
    place,
    places,
    capacity_area,
    list,
    harmful_place,
    proposal,
    reasons
from run_person
where run_id = $run_id and person_id = $person_id
