-- Which import was kept last?
-- Grain:   a single row
-- Inputs:  import_batch
-- Params:  none
select max(batch_id) as batch_id
from import_batch
