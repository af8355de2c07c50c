-- Under which systems' keys is the person known, and since when, by whom and why is each of them this person?
-- Grain:   one row per subject
-- Inputs:  subject, subject_person, hidden_subject
-- Params:  $person_id, $known_at, $seen_batch
select
    subject.subject_id,
    subject.system,
    subject.source_key,
    assignment.known_from as since,
    assignment.decided_by,
    assignment.reason,
    assignment.batch_id is null as by_decision
from subject_person as assignment
inner join subject on assignment.subject_id = subject.subject_id
where
    assignment.person_id = $person_id
    and (assignment.batch_id is null or assignment.batch_id <= $seen_batch)
    and assignment.known_from <= $known_at
    and (assignment.known_to is null or assignment.known_to > $known_at)
    and assignment.subject_id not in (select h.subject_id from hidden_subject as h)
order by subject.system, subject.source_key
