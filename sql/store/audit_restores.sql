-- When was the store restored, from a backup of which store, and how much of that one's log did not come along?
-- Grain:  one row per restore
-- Inputs: audit_log
-- Params: $action: that of a line that says so
select
    seq,
    logged_at,
    who,
    coalesce(detail::json ->> 'from_store', '') as from_store,
    coalesce(detail::json ->> 'made_at', '') as made_at,
    coalesce((detail::json ->> 'lines')::bigint, 0) as lines,
    (detail::json ->> 'anchor_lines')::bigint as anchor_lines,
    (detail::json ->> 'anchor_agrees')::boolean as agrees
from audit_log
where action = $action
order by seq
