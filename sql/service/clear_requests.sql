-- Lets go of answers that are no longer repeated.
-- Params: $before
delete from served_request
where answered_at < $before
