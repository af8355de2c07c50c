-- Note what a person decided about people, when, who and why.
-- Grain:   adds one row to person_decision, and gives its number
-- Inputs:  person_decision, for the number
-- Params:  one per column but decision_id
insert into person_decision (
    decision_id, kind, decided_at, by_user, purpose, reason, against, undoes
)
select
    coalesce(max(decision_id), 0) + 1 as decision_id,
    $kind as kind,
    $decided_at as decided_at,
    $by_user as by_user,
    $purpose as purpose,
    $reason as reason,
    $against as against,
    $undoes as undoes
from person_decision
returning decision_id
