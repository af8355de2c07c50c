-- Which later decisions concern a subject that a decision concerned?
-- Grain:   one row per decision
-- Inputs:  person_decision_subject
-- Params:  $decision_id
select distinct later.decision_id
from person_decision_subject as later
inner join person_decision_subject as first_one on later.subject_id = first_one.subject_id
where first_one.decision_id = $decision_id and later.decision_id > $decision_id
order by later.decision_id
