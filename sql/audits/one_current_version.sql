-- Which records have more than one current version? Must return no row.
-- Grain:   one row per record at fault
-- Inputs:  {{ table }}
select
    system,
    record_key,
    count(*) as current_versions
from {{ table }}
where known_to is null
group by system, record_key
having count(*) > 1
