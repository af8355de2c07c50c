-- Which loaded tables, or tables of a set that was ever in force, has the store not kept? Must return no row.
-- Grain:   one row per (set, table) whose text is missing; set '' for a load
-- Inputs:  reference_load, reference_history, reference_set, reference_file
select
    '' as fingerprint,
    reference_load.table_id
from reference_load
where
    not exists (
        select 1
        from reference_file
        where
            reference_file.table_id = reference_load.table_id
            and reference_file.file_sha256 = reference_load.content_sha256
    )
union
select
    reference_history.fingerprint,
    reference_set.table_id
from reference_history
left join reference_set on reference_history.fingerprint = reference_set.fingerprint
left join reference_file
    on reference_set.table_id = reference_file.table_id and reference_set.file_sha256 = reference_file.file_sha256
where reference_file.table_id is null
