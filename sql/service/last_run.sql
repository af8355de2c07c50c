-- Which run was kept last?
-- Grain:   a single row
-- Inputs:  run
-- Params:  none
select max(run_id) as run_id
from run
