-- What digest did the audit log last note of a run: when it was made, or when someone was erased from it?
-- Grain:   one row, or none
-- Inputs:  audit_log
-- Params:  $run_id
with noted as (
    select
        seq,
        json_extract_string(detail, '$.kept_sha256') as digest
    from audit_log
    where action = 'select.run' and json_extract_string(detail, '$.run_id')::integer = $run_id
    union all
    select
        seq,
        (detail::json -> 'runs') ->> ($run_id::varchar) as digest
    from audit_log
    where action = 'rights.erase'
)

select digest
from noted
where digest is not null
order by seq desc
limit 1
