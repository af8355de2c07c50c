-- Which current records of a type without a date are no longer in a full file?
-- Grain:   one row per version
-- Inputs:  {{ table }}, {{ arrived }} (a refused row protects its key where that can be read)
-- Params:  $table_name, $system
insert into withdrawn
select
    $table_name as table_name,
    v.record_key,
    v.subject_id,
    null as offence_id
from {{ table }} as v
where
    v.system = $system
    and v.known_to is null
    and v.record_key not in (
        select s.record_key from {{ arrived }} as s
        where s.record_key is not null
    )
