-- Which persons hold an identifier, or a system's own key, that the text may be?
-- Grain:   one row per person
-- Inputs:  subject_identifier_version, subject, person_of_subject
-- Params:  $kinds, $readings (the text normalised as each kind), $source_key
with reading as (
    select
        unnest($kinds) as kind,
        unnest($readings) as value
)

select person_of_subject.person_id
from subject_identifier_version as identifier
inner join reading on identifier.kind = reading.kind and identifier.value = reading.value
inner join person_of_subject on identifier.subject_id = person_of_subject.subject_id
where identifier.known_to is null
union
select person_of_subject.person_id
from subject
inner join person_of_subject on subject.subject_id = person_of_subject.subject_id
where subject.source_key = $source_key
order by person_id
