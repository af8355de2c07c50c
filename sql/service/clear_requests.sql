-- Lets go of answers that are no longer repeated.
-- Inputs:  served_request
-- Params:  $before
delete from served_request
where answered_at < $before
