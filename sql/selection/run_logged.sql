-- What digest did the audit log note of a run when it was made?
-- Grain:   one row, or none
-- Inputs:  audit_log
-- Params:  $run_id
select json_extract_string(detail, '$.sha256') as sha256
from audit_log
where action = 'select.run' and json_extract_string(detail, '$.run_id')::integer = $run_id
