-- Which refused row is given up?
-- Grain:   one row, or none when it is not open
-- Inputs:  quarantine
-- Params:  $quarantine_id
update quarantine
set state = 'dropped'
where quarantine_id = $quarantine_id and state = 'open'
