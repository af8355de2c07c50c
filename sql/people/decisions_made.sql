-- Which decisions about people were made, and which of them reverse another?
-- Grain:   one row per decision, in the order made
-- Inputs:  person_decision
select
    decision_id,
    kind,
    undoes
from person_decision
order by decision_id
