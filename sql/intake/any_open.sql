-- Does any refused row of this system and mapping wait to be corrected?
-- Grain:   one row
-- Inputs:  quarantine
-- Params:  $system, $mapping_title
select exists (
    select 1 from quarantine
    where system = $system and mapping_title = $mapping_title and state = 'open'
) as is_waiting
