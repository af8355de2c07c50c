-- Says how far a piece of long work has come. A job that has ended stays as it ended.
-- Params: $job_id, $state, $ended_at, $result, $problem
update job
set
    state = $state,
    ended_at = $ended_at,
    result = coalesce($result, result),
    problem = $problem
where job_id = $job_id and state in ('queued', 'running', 'kept')
