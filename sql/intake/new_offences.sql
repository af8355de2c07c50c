-- Which offence references does the file name for the first time? Co-offenders share the id of one reference.
-- Grain:   one row per new (system, reference)
-- Inputs:  fated, offence_reference
-- Params:  $system, $batch_id
insert into offence_reference (offence_id, system, reference, batch_id)
with first_named as (
    select
        f.reference,
        min(f.row_no) as row_no
    from fated as f
    where
        f.table_name = 'offence_version'
        and f.fate = 'new'
        and f.reference not in (select o.reference from offence_reference as o where o.system = $system)
    group by f.reference
)

select
    (select coalesce(max(o.offence_id), 0) from offence_reference as o)
    + row_number() over (order by n.row_no, n.reference) as offence_id,
    $system as system,
    n.reference,
    $batch_id as batch_id
from first_named as n
