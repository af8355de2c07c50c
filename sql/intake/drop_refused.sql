-- Which refused rows are given up?
-- Grain:   one row per open refused row
-- Inputs:  quarantine
-- Params:  $quarantine_ids
update quarantine
set state = 'dropped'
where quarantine_id in (select unnest($quarantine_ids)) and state = 'open'
