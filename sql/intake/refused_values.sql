-- What did refused rows say?
-- Grain:   one row per refused row
-- Inputs:  quarantine
-- Params:  $quarantine_ids
select
    quarantine_id,
    raw,
    occurrence
from quarantine
where quarantine_id in (select unnest($quarantine_ids))
