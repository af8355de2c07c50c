-- Which current records, dated within the file's period, are no longer in a full file?
-- Grain:   one row per version
-- Inputs:  {{ table }}, {{ arrived }} (a refused row protects its key where that can be read)
-- Params:  $table_name, $system, $covers_from, $covers_to, $record_type
-- Blanks:  {{ table }}: that of the type; {{ arrived }}: what the file gave for it; {{ dated_by }}: its date;
--          {{ offence_id }}: its offence, null where it has none; {{ told_by }}: the column that says which record
--          type told a version, null where only one type can
insert into withdrawn
select
    $table_name as table_name,
    v.record_key,
    v.subject_id,
    {{ offence_id }} as offence_id
from {{ table }} as v
where
    v.system = $system
    and v.known_to is null
    and coalesce({{ told_by }}, $record_type) = $record_type
    and v.{{ dated_by }} between $covers_from and $covers_to
    and v.record_key not in (
        select s.record_key from {{ arrived }} as s
        where s.record_key is not null
    )
