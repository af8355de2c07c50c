-- Of which offences does the file tell the details whole? Those in it.
-- Grain:   one row per offence of a subject
-- Inputs:  fated, subject, offence_reference
-- Params:  $system
create temp table spoken_offence as
select distinct
    o.offence_id,
    s.subject_id
from fated as f
inner join subject as s on f.source_key = s.source_key and s.system = $system
inner join offence_reference as o on f.reference = o.reference and o.system = $system
where f.table_name = 'offence_version'
