-- Which offence references does the file name for the first time? Co-offenders share the id of one reference.
-- Grain:   one row per new (system, reference)
-- Inputs:  record_of_row, failure, mapped_record, named_offence, offence_reference
-- Params:  $system, $batch_id
create temp table new_offence as
with first_named as (
    select
        r.reference,
        min(r.row_no) as row_no
    from record_of_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where
        m.record_type = 'offence'
        and r.readable
        and r.row_no not in (select f.row_no from failure as f)
        and r.reference in (select o.reference from named_offence as o where o.offence_id is null)
    group by r.reference
)

select
    (
        (select coalesce(max(o.offence_id), 0) from offence_reference as o)
        + row_number() over (order by n.row_no, n.reference)
    )::integer as offence_id,
    $system as system,
    n.reference,
    $batch_id as batch_id
from first_named as n
