-- Which pieces of long work did a caller ask for?
-- Grain:   one row per job, the latest first
-- Inputs:  job
-- Params:  $caller, $job_id
-- $job_id NULL: all of the caller's.
select
    job_id,
    kind,
    asked_at,
    state,
    ended_at,
    result,
    problem
from job
where caller = $caller and ($job_id::varchar is null or job_id = $job_id)
order by asked_at desc, job_id asc
