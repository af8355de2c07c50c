-- Who just missed a rule of a run, and by what?
-- Grain:   one row per rule and person, the nearest of each rule first
-- Inputs:  run_near_miss
-- Params:  $run_id
select
    rule_no,
    near_no,
    person_id,
    lacks,
    distance,
    words
from run_near_miss
where run_id = $run_id
order by rule_no, near_no
