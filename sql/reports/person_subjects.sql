-- Under which systems' keys is the person known, and since when, by whom and why is each of them this person?
-- Grain:   one row per subject
-- Inputs:  person_of_subject, subject, subject_person
-- Params:  $person_id, $known_at, $seen_batch
select
    subject.subject_id,
    subject.system,
    subject.source_key,
    assignment.known_from as since,
    assignment.decided_by,
    assignment.reason,
    assignment.batch_id is null as by_decision
from person_of_subject
inner join subject on person_of_subject.subject_id = subject.subject_id
inner join subject_person as assignment
    on
        person_of_subject.subject_id = assignment.subject_id
        and person_of_subject.person_id = assignment.person_id
where
    person_of_subject.person_id = $person_id
    and assignment.person_id = $person_id
    and (assignment.batch_id is null or assignment.batch_id <= $seen_batch)
    and assignment.known_from <= $known_at
    and (assignment.known_to is null or assignment.known_to > $known_at)
order by subject.system, subject.source_key
