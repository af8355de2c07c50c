-- Which identifiers does each system give the person?
-- Grain:   one row per system, kind and value
-- Inputs:  subject_identifier_version, person_of_subject
-- Params:  $person_id, $known_at, $seen_batch
select distinct
    identifier.system,
    identifier.kind,
    identifier.value
from subject_identifier_version as identifier
inner join person_of_subject on identifier.subject_id = person_of_subject.subject_id
where
    person_of_subject.person_id = $person_id
    and identifier.batch_id <= $seen_batch
    and identifier.known_from <= $known_at
    and (identifier.known_to is null or identifier.known_to > $known_at)
order by identifier.kind, identifier.value, identifier.system
