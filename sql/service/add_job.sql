-- Adds a piece of long work that waits for its turn.
-- Params: $job_id, $kind, $caller, $purpose, $asked_at
insert into job
values ($job_id, $kind, $caller, $purpose, $asked_at, 'queued', null, null, null)
