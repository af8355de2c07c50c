-- How did a run's attrition go?
-- Grain:   one row per step, in order
-- Inputs:  run_step
-- Params:  $run_id
select
    step_no,
    step,
    says,
    source,
    remaining,
    removed,
    removed_unknown
from run_step
where run_id = $run_id
order by step_no
