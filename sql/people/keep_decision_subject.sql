-- Note whose the subjects concerned by a decision were before it, and whose they are now.
-- Grain:   adds one row per subject
-- Inputs:  deciding_subject, subject_person
-- Params:  $decision_id
insert into person_decision_subject (decision_id, subject_id, from_person_id, to_person_id)
select
    $decision_id as decision_id,
    deciding_subject.subject_id,
    deciding_subject.person_id as from_person_id,
    subject_person.person_id as to_person_id
from deciding_subject
inner join subject_person on deciding_subject.subject_id = subject_person.subject_id
where subject_person.known_to is null
order by deciding_subject.subject_id
