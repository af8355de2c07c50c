-- Which offences of a person are scored twice? Must return no row.
-- Grain:   one row per person and offence at fault
-- Inputs:  offence_scored
select
    person_id,
    offence_id,
    count(*) as times
from offence_scored
group by person_id, offence_id
having count(*) > 1
