-- Which people become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  fated, arrived_subject_version, subject
-- Params:  $system, $batch_id
insert into subject_version (
    system,
    subject_id,
    record_key,
    content,
    birth_date,
    birth_precision,
    death_date,
    sex,
    ethnicity_self,
    ethnicity_officer,
    mappa_category,
    mappa_level,
    domestic_abuse_perpetrator,
    registered_sex_offender,
    lead_worker,
    lead_agency,
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
    a.birth_date,
    a.birth_precision,
    a.death_date,
    a.sex,
    a.ethnicity_self,
    a.ethnicity_officer,
    a.mappa_category,
    a.mappa_level,
    a.domestic_abuse_perpetrator,
    a.registered_sex_offender,
    a.lead_worker,
    a.lead_agency,
    f.known_from,
    null as known_to,
    f.known_basis,
    $batch_id as batch_id,
    f.row_no,
    f.line
from fated as f
inner join arrived_subject_version as a on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
inner join subject as s on f.source_key = s.source_key and s.system = $system
where f.table_name = 'subject_version' and f.fate in ('new', 'replaced')
order by f.row_no, f.record_no, f.item
