-- Which rules did a refused row break?
-- Grain:   one row per rule and field
-- Inputs:  quarantine_failure
-- Params:  $quarantine_id
select
    record_type,
    rule,
    field,
    source_column,
    message,
    remedy
from quarantine_failure
where quarantine_id = $quarantine_id
order by record_type, rule, field, source_column
