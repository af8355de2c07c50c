-- Take their words from the decisions that concerned an erased subject: they may name the person.
-- Grain:   one row per decision (updated)
-- Inputs:  person_decision, person_decision_subject, erasing_subject
update person_decision
set reason = '', against = ''
where decision_id in (
    select s.decision_id
    from person_decision_subject as s
    inner join erasing_subject as e on s.subject_id = e.subject_id
)
