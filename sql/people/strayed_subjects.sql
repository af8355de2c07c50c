-- Which subjects of a decision are no longer where it left them, and whose are they now?
-- Grain:   one row per subject
-- Inputs:  person_decision_subject, subject_person
-- Params:  $decision_id
select
    decided.subject_id,
    decided.to_person_id,
    subject_person.person_id
from person_decision_subject as decided
inner join subject_person on decided.subject_id = subject_person.subject_id
where
    decided.decision_id = $decision_id
    and subject_person.known_to is null
    and subject_person.person_id != decided.to_person_id
order by decided.subject_id
