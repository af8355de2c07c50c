-- When was decided on someone restricted?
-- Grain:   one row per moment
-- Inputs:  person_decision, person_decision_subject, hidden_subject
select distinct decision.decided_at
from person_decision as decision
inner join person_decision_subject as concerned on decision.decision_id = concerned.decision_id
inner join hidden_subject on concerned.subject_id = hidden_subject.subject_id
