-- Whose are the subjects of the people that a decision concerns, just before it?
-- Grain:   one row per subject
-- Inputs:  subject_person
-- Params:  $people (person ids)
create or replace temp table deciding_subject as
select
    subject_id,
    person_id
from subject_person
where known_to is null and person_id in (select unnest($people))
