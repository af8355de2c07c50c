-- Lets go of long work that was asked for a while ago.
-- Inputs:  job
-- Params:  $before
delete from job
where asked_at < $before and state not in ('queued', 'running', 'kept')
