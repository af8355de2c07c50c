-- Under which systems' keys is the person known?
-- Grain:   one row per subject
-- Inputs:  person_of_subject, subject
-- Params:  $person_id
select
    subject.system,
    subject.source_key
from person_of_subject
inner join subject on person_of_subject.subject_id = subject.subject_id
where person_of_subject.person_id = $person_id
order by subject.system, subject.source_key
