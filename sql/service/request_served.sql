-- How was a request answered that carried this key?
-- Grain:   one row per caller, key and route; none: it was not made
-- Inputs:  served_request
-- Params:  $caller, $key, $route
select
    request_sha256,
    status,
    headers,
    content,
    answered_at
from served_request
where caller = $caller and idempotency_key = $key and route = $route
