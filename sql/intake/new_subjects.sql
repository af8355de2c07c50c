-- Which people does the file name for the first time? They get subject ids in the order of its rows.
-- Grain:   one row per new (system, source key)
-- Inputs:  fated, subject
-- Params:  $system, $batch_id
insert into subject (subject_id, system, source_key, batch_id)
with first_named as (
    select
        f.source_key,
        min(f.row_no) as row_no
    from fated as f
    where
        f.table_name = 'subject_version'
        and f.source_key not in (select s.source_key from subject as s where s.system = $system)
    group by f.source_key
)

select
    (select coalesce(max(s.subject_id), 0) from subject as s)
    + row_number() over (order by n.row_no, n.source_key) as subject_id,
    $system as system,
    n.source_key,
    $batch_id as batch_id
from first_named as n
