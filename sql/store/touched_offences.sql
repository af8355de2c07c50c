-- Of which offences did an import tell or end a version or a status event?
-- Grain:  one row per offence
-- Inputs: offence_version, offence_status_event
-- Params: $batch_id, $moment
create or replace temp table touched_offence as
select offence_id
from offence_version
where batch_id = $batch_id or known_to = $moment
union
select offence_id
from offence_status_event
where batch_id = $batch_id or known_to = $moment
