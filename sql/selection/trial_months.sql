-- As at which days is a document tried, until when are people followed, and when is the status of offences looked up?
-- Grain:   one row per month end
-- Params:  $month_no, $as_at, $follow_to, $status_at (lists of equal length)
select
    unnest($month_no::integer[]) as month_no,
    unnest($as_at::date[]) as as_at,
    unnest($follow_to::date[]) as follow_to,
    unnest($status_at::date[]) as status_at
