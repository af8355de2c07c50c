-- Which of a system's own codes become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  fated, arrived_local_code_version
-- Params:  $system, $batch_id
insert into local_code_version (
    system,
    subject_id,
    record_key,
    content,
    local_code,
    code_kind,
    code,
    known_from,
    known_to,
    known_basis,
    batch_id,
    row_no,
    line
)
select
    $system as system,
    0 as subject_id,
    f.record_key,
    f.content,
    a.local_code,
    a.code_kind,
    a.code,
    f.known_from,
    null as known_to,
    f.known_basis,
    $batch_id as batch_id,
    f.row_no,
    f.line
from fated as f
inner join arrived_local_code_version as a on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
where f.table_name = 'local_code_version' and f.fate in ('new', 'replaced')
order by f.row_no, f.record_no, f.item
