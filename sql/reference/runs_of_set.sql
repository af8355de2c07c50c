-- Which kept runs rest on a reference set?
-- Grain:   one row per run
-- Inputs:  run
-- Params:  $fingerprint
select run_id
from run
where reference_fingerprint = $fingerprint
order by run_id
