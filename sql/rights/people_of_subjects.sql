-- Which person is each of these subjects now, of those that are held?
-- Grain:   one row per subject
-- Inputs:  subject_person
-- Params:  $subjects
select
    subject_id,
    person_id
from subject_person
where known_to is null and subject_id in (select unnest($subjects::integer[]))
order by subject_id
