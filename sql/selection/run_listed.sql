-- Who was on a list of a run, and where?
-- Grain:   one row per listed person, by rank, then by place among the harmful
-- Inputs:  run_person
-- Params:  $run_id
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
    proposal
from run_person
where run_id = $run_id and list is not null
order by rank nulls last, harmful_place, person_id
