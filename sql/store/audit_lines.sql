-- What does the audit log say, in the order written?
-- Grain:  one row per line
-- Inputs: audit_log
select
    seq,
    logged_at,
    who,
    purpose,
    action,
    detail,
    people_count,
    people_sha256,
    previous_mac,
    mac
from audit_log
order by seq
