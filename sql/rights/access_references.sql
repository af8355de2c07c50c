-- By which references do the systems know the offences that are recorded of the person?
-- Grain:   one row per reference
-- Inputs:  offence_reference, erasing_offence
select
    r.offence_id,
    r.system,
    r.reference
from offence_reference as r
inner join erasing_offence as e on r.offence_id = e.offence_id
order by r.offence_id, r.system, r.reference
