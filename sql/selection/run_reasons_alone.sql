-- Why were some people on a list of a run, without the offences that were counted of them, which are most of it?
-- Grain:   one row per person; reasons: as it is kept, with nothing counted
-- Inputs:  run_person
-- Params:  $run_id, $people
with said as (
    select
        person_id,
        json_extract(reasons, ['$.closing', '$.reasons', '$.summary', '$.unknown', '$.why_not']) as part
    from run_person
    where run_id = $run_id and person_id in (select unnest($people::integer[]))
)

select
    person_id,
    '{"closing":' || part[1] || ',"counted":[],"reasons":' || part[2] || ',"summary":' || part[3]
    || ',"unknown":' || part[4] || ',"why_not":' || part[5] || '}' as reasons
from said
