-- Which names does each system give the person?
-- Grain:   one row per system and name
-- Inputs:  subject_name_version, person_of_subject
-- Params:  $person_id, $known_at, $seen_batch
select distinct
    name.system,
    name.surname,
    name.forenames
from subject_name_version as name
inner join person_of_subject on name.subject_id = person_of_subject.subject_id
where
    person_of_subject.person_id = $person_id
    and name.batch_id <= $seen_batch
    and name.known_from <= $known_at
    and (name.known_to is null or name.known_to > $known_at)
order by name.system, name.surname, name.forenames
