-- Whose are the subjects of a decision now?
-- Grain:   one row per person
-- Inputs:  person_decision_subject, subject_person
-- Params:  $decision_id
select distinct subject_person.person_id
from person_decision_subject as decided
inner join subject_person on decided.subject_id = subject_person.subject_id
where decided.decision_id = $decision_id and subject_person.known_to is null
order by subject_person.person_id
