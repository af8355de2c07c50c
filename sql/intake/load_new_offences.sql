-- Which offence references become known through this import?
-- Grain:   one row per new (system, reference)
-- Inputs:  new_offence
insert into offence_reference (offence_id, system, reference, batch_id)
select
    offence_id,
    system,
    reference,
    batch_id
from new_offence
order by offence_id
