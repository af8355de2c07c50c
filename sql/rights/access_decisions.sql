-- What was decided about who the person is?
-- Grain:   one row per decision
-- Inputs:  person_decision, person_decision_subject, erasing_subject
select
    d.decision_id,
    d.kind,
    d.decided_at,
    d.by_user,
    d.purpose,
    d.reason,
    d.against,
    d.undoes
from person_decision as d
where
    d.decision_id in (
        select s.decision_id
        from person_decision_subject as s
        inner join erasing_subject as e on s.subject_id = e.subject_id
    )
order by d.decision_id
