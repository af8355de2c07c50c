-- Why were some people on a list of a run?
-- Grain:   one row per person
-- Inputs:  run_person
-- Params:  $run_id, $people
select
    person_id,
    reasons
from run_person
where run_id = $run_id and person_id in (select unnest($people::integer[]))
