-- Which offences become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  fated, arrived_offence_version, subject, offence_reference
-- Params:  $system, $batch_id
insert into offence_version (
    system,
    subject_id,
    record_key,
    content,
    offence_id,
    committed_from,
    offence_on,
    recorded_on,
    linked_on,
    code_kind,
    code_given,
    principal,
    area,
    victims,
    domestic_abuse,
    hate,
    weapon,
    alcohol,
    drugs,
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
    o.offence_id,
    a.committed_from,
    a.offence_on,
    a.recorded_on,
    a.linked_on,
    a.code_kind,
    a.code_given,
    a.principal,
    a.area,
    a.victims,
    a.domestic_abuse,
    a.hate,
    a.weapon,
    a.alcohol,
    a.drugs,
    f.known_from,
    null as known_to,
    f.known_basis,
    $batch_id as batch_id,
    f.row_no,
    f.line
from fated as f
inner join arrived_offence_version as a on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
inner join subject as s on f.source_key = s.source_key and s.system = $system
inner join offence_reference as o on f.reference = o.reference and o.system = $system
where f.table_name = 'offence_version' and f.fate in ('new', 'replaced')
order by f.row_no, f.record_no, f.item
