-- When was the last backup begun of which the log knows, whatever came of it?
-- Grain:   one row; NULL: there was none
-- Inputs:  audit_log
select max(logged_at) as begun_at
from audit_log
where action = 'backup.begin'
