-- Which status events become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  fated, arrived_offence_status_event, mapped_record, subject, offence_reference
-- told_by: the record type, offence or status, whose files may withdraw it.
-- Params:  $system, $batch_id
insert into offence_status_event (
    system,
    subject_id,
    record_key,
    content,
    offence_id,
    status,
    on_date,
    known_from,
    known_to,
    known_basis,
    batch_id,
    row_no,
    line,
    told_by
)
select
    $system as system,
    s.subject_id,
    f.record_key,
    f.content,
    o.offence_id,
    a.status,
    a.on_date,
    f.known_from,
    null as known_to,
    f.known_basis,
    $batch_id as batch_id,
    f.row_no,
    f.line,
    m.record_type as told_by
from fated as f
inner join arrived_offence_status_event as a on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
inner join mapped_record as m on f.record_no = m.record_no
inner join subject as s on f.source_key = s.source_key and s.system = $system
inner join offence_reference as o on f.reference = o.reference and o.system = $system
where f.table_name = 'offence_status_event' and f.fate in ('new', 'replaced')
order by f.row_no, f.record_no, f.item
