-- Which persons of now did a decision concern?
-- Grain:   one row per person
-- Inputs:  person_decision_subject, person_of_subject
-- Params:  $decision_id
select distinct p.person_id
from person_decision_subject as d
inner join person_of_subject as p on d.subject_id = p.subject_id
where d.decision_id = $decision_id
