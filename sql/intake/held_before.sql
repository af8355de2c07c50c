-- Does the store hold any version of this table that this system told?
-- Grain:   one row, none if it holds none
-- Inputs:  {{ table }}
-- Params:  $system
select batch_id
from {{ table }}
where system = $system
limit 1
