-- Which identifiers does the file no longer give for people of whom it gives that kind?
-- Grain:   one row per version
-- Inputs:  subject_identifier_version, spoken_subject, arrived_subject_identifier_version
-- Params:  $system, $kinds
insert into withdrawn
select
    'subject_identifier_version' as table_name,
    v.record_key,
    v.subject_id,
    null as offence_id
from subject_identifier_version as v
inner join spoken_subject as p on v.subject_id = p.subject_id
where
    v.system = $system
    and v.known_to is null
    and v.kind in (select unnest($kinds))
    and v.record_key not in (
        select s.record_key from arrived_subject_identifier_version as s
        where s.record_key is not null
    )
