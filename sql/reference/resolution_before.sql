-- How did each code resolve before the reference tables changed, and how many offences carry it?
-- Grain:   one row per code as given
-- Inputs:  code_resolution, offence_scored
create or replace temp table resolution_before as
with carried as (
    select
        code_id,
        count(*) as offences
    from offence_scored
    group by code_id
)

select
    code_resolution.system,
    code_resolution.code_kind,
    code_resolution.code_given,
    code_resolution.how,
    code_resolution.recorded_code,
    code_resolution.weight,
    coalesce(carried.offences, 0) as offences
from code_resolution
left join carried on code_resolution.code_id = carried.code_id
