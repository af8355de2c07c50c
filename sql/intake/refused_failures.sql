-- Which rules did refused rows break?
-- Grain:   one row per row, rule and column; fields that say the same of one column are one, the first
-- Inputs:  quarantine_failure
-- Params:  $quarantine_ids
select
    quarantine_id,
    min(record_type) as record_type,
    rule,
    min(field) as field,
    source_column,
    message,
    remedy
from quarantine_failure
where quarantine_id in (select unnest($quarantine_ids))
group by quarantine_id, rule, source_column, message, remedy
order by quarantine_id, record_type, rule, field, source_column, message
