-- Which status events and victims go with the offences that this file withdraws?
-- Grain:   one row per version of the detail
-- Inputs:  {{ table }}, withdrawn
-- Params:  $table_name, $system
insert into withdrawn
select
    $table_name as table_name,
    v.record_key,
    v.subject_id,
    v.offence_id
from {{ table }} as v
inner join withdrawn as w on v.subject_id = w.subject_id and v.offence_id = w.offence_id
where
    w.table_name = 'offence_version'
    and v.system = $system
    and v.known_to is null
    and v.record_key not in (
        select g.record_key from withdrawn as g
        where g.table_name = $table_name
    )
