-- Which rules did a refused row break?
-- Grain:   one row per rule and column; fields that say the same of one column are one, the first
-- Inputs:  quarantine_failure
-- Params:  $quarantine_id
select
    min(record_type) as record_type,
    rule,
    min(field) as field,
    source_column,
    message,
    remedy
from quarantine_failure
where quarantine_id = $quarantine_id
group by rule, source_column, message, remedy
order by record_type, rule, field, source_column, message
