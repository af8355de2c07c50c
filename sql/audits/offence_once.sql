-- Which offence references of a system, or offence ids, are there twice? Must return no row.
-- Grain:   one row per reference or id at fault
-- Inputs:  offence_reference
select
    system,
    count(*) as times
from offence_reference
group by system, reference
having count(*) > 1
union all
select
    min(system) as system,
    count(*) as times
from offence_reference
group by offence_id
having count(*) > 1
