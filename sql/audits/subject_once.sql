-- Which people of a system, or subject ids, are there twice? Must return no row.
-- Grain:   one row per key or id at fault
-- Inputs:  subject
select
    system,
    count(*) as times
from subject
group by system, source_key
having count(*) > 1
union all
select
    min(system) as system,
    count(*) as times
from subject
group by subject_id
having count(*) > 1
