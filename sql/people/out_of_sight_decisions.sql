-- Which decisions concern a subject that nobody is shown: of someone restricted now, or erased?
-- Grain:   one row per decision
-- Inputs:  person_decision_subject, person_of_subject
-- Params:  $decisions (numbers)
select distinct d.decision_id
from person_decision_subject as d
where
    d.decision_id in (select unnest($decisions::integer[]))
    and d.subject_id not in (select p.subject_id from person_of_subject as p)
