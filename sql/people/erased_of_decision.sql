-- Which subjects of a decision were erased since?
-- Grain:   one row per subject
-- Inputs:  person_decision_subject, erased_subject
-- Params:  $decision_id
select d.subject_id
from person_decision_subject as d
inner join erased_subject as e on d.subject_id = e.subject_id
where d.decision_id = $decision_id
