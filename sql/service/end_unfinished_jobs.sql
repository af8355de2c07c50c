-- After a stop: work that was kept is done, what was not begun or not kept is lost.
-- Params: $now, $problem
update job
set
    state = case when state = 'kept' then 'done' else 'lost' end,
    ended_at = $now,
    problem = case when state = 'kept' then problem else $problem end
where state in ('queued', 'running', 'kept')
