-- Keeps the answer to a request beside what the request did.
-- Params: $caller, $key, $route, $request_sha256, $status, $headers, $content, $answered_at
insert into served_request
values ($caller, $key, $route, $request_sha256, $status, $headers, $content, $answered_at)
