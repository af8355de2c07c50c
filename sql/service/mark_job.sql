-- Says how far a piece of long work has come. A job that has ended stays as it ended; of one whose work is kept in
-- the store nothing else is said than that it is done, whatever came after, and why what came of it is not told.
-- Params: $job_id, $state, $ended_at, $result, $problem
update job
set
    state = case when state = 'kept' and $state in ('cancelled', 'failed', 'lost') then 'done' else $state end,
    ended_at = $ended_at,
    result = coalesce($result, result),
    problem = case when state = 'kept' and $state in ('cancelled', 'failed', 'lost') then problem else $problem end
where job_id = $job_id and state in ('queued', 'running', 'kept')
