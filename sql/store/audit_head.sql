-- Where does the audit log end?
-- Grain:  one row, none while the log is empty
-- Inputs: audit_log
select
    seq,
    mac
from audit_log
order by seq desc
limit 1
