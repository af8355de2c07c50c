-- Of which offences did an import tell or end a status event?
-- Grain:  one row per offence
-- Inputs: offence_status_event
-- Params: $batch_id, $moment
create or replace temp table touched_offence as
select distinct offence_id
from offence_status_event
where batch_id = $batch_id or known_to = $moment
