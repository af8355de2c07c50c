-- Which decisions about people were made, and which of them reverse another?
-- Grain:   one row per decision, in the order made
-- Inputs:  person_decision
-- Params:  $known_at (null: all)
select
    decision_id,
    kind,
    undoes
from person_decision
where $known_at is null or decided_at <= $known_at
order by decision_id
