-- What digest did the audit log note of a run when it was made?
-- Grain:   one row, or none
-- Inputs:  audit_log
-- Params:  $run_id
select json_extract_string(detail, '$.kept_sha256') as digest
from audit_log
where action = 'select.run' and json_extract_string(detail, '$.run_id')::integer = $run_id
order by seq desc
limit 1
