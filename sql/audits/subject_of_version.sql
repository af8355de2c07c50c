-- Which versions belong to no subject of their system? Must return no row.
-- Grain:   one row per version at fault
-- Inputs:  {{ table }}, subject
select
    v.system,
    v.subject_id,
    v.record_key
from {{ table }} as v
left join subject as s on v.subject_id = s.subject_id and v.system = s.system
where v.subject_id != 0 and s.subject_id is null
