-- Which decisions about people are there twice, concern nobody, or reverse none before them? Must return no row.
-- Grain:   one row per decision at fault
-- Inputs:  person_decision, person_decision_subject
select decision_id
from person_decision
group by decision_id
having count(*) > 1
union
select decision.decision_id
from person_decision as decision
where
    not exists (
        select 1
        from person_decision_subject as concerned
        where concerned.decision_id = decision.decision_id
    )
union
select decision.decision_id
from person_decision as decision
where
    (decision.kind = 'undo') != (decision.undoes is not null)
    or (
        decision.undoes is not null
        and not exists (
            select 1
            from person_decision as undone
            where undone.decision_id = decision.undoes and undone.decision_id < decision.decision_id
        )
    )
