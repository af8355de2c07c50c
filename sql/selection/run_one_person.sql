-- How did a run judge one person, proposed or not?
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
    measures,
    points_by,
    reasons
from run_person
where run_id = $run_id and person_id = $person_id
