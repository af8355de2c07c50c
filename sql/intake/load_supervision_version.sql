-- Which periods of supervision become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  fated, arrived_supervision_version, subject
-- Params:  $system, $batch_id
insert into supervision_version (
    system,
    subject_id,
    record_key,
    content,
    kind,
    from_date,
    to_date,
    known_from,
    known_to,
    known_basis,
    batch_id,
    row_no,
    line
)
select
    $system as system,
    s.subject_id,
    f.record_key,
    f.content,
    a.kind,
    a.from_date,
    a.to_date,
    f.known_from,
    null as known_to,
    f.known_basis,
    $batch_id as batch_id,
    f.row_no,
    f.line
from fated as f
inner join arrived_supervision_version as a on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
inner join subject as s on f.source_key = s.source_key and s.system = $system
where f.table_name = 'supervision_version' and f.fate in ('new', 'replaced')
order by f.row_no, f.record_no, f.item
