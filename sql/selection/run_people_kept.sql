-- What is kept of whoever had a cohort in a run or was on a list of it?
-- Grain:   one row per such person
-- Inputs:  run_person
-- Params:  $run_id
-- Every column, for the digest: nothing of them can be altered unseen. No order is asked for: kept_columns.py looks
-- whether they come in order of person, as they are kept, and has them sorted if not.
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
where run_id = $run_id
