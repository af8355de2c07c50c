-- Which decisions concern a subject that is kept and not shown?
-- Grain:   one row per decision
-- Inputs:  person_decision_subject, hidden_subject
select distinct d.decision_id
from person_decision_subject as d
inner join hidden_subject as h on d.subject_id = h.subject_id
