-- Does any refused row of this system and mapping wait to be corrected?
-- Grain:   one row, none if none waits
-- Inputs:  quarantine
-- Params:  $system, $mapping_title
select quarantine_id
from quarantine
where system = $system and mapping_title = $mapping_title and state = 'open'
order by quarantine_id
limit 1
