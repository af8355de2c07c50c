-- Which identifiers and names go with the people that this file withdraws?
-- Grain:   one row per version of the detail
-- Inputs:  {{ table }}, withdrawn
-- Params:  $table_name, $system
insert into withdrawn
select
    $table_name as table_name,
    v.record_key,
    v.subject_id,
    null as offence_id
from {{ table }} as v
inner join withdrawn as w on v.subject_id = w.subject_id
where
    w.table_name = 'subject_version'
    and v.system = $system
    and v.known_to is null
