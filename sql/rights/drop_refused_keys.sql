-- Forget which records refused rows would have been.
-- Grain:   one row per refused row and record (deleted)
-- Inputs:  quarantine_key
-- Params:  $quarantine_ids
delete from quarantine_key
where quarantine_id in (select unnest($quarantine_ids))
