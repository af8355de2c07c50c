-- What do the last lines of the audit log say? How many people each speaks of, not which.
-- Grain:  one row per line, in the order written
-- Inputs: audit_log
-- Params: $wanted (lines)
with last_lines as (
    select
        seq,
        logged_at,
        who,
        purpose,
        action,
        detail,
        people_count
    from audit_log
    order by seq desc
    limit $wanted
)

select
    seq,
    logged_at,
    who,
    purpose,
    action,
    detail,
    people_count
from last_lines
order by seq
