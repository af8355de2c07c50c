-- Keep the texts of a set's tables, each once.
-- Grain:   at most one row per (table, digest)
-- Inputs:  reference_texts (registered: table_id, file_sha256, content), reference_file
insert into reference_file (file_sha256, table_id, content)
select
    reference_texts.file_sha256,
    reference_texts.table_id,
    reference_texts.content
from reference_texts
where
    not exists (
        select 1
        from reference_file
        where
            reference_file.table_id = reference_texts.table_id
            and reference_file.file_sha256 = reference_texts.file_sha256
    )
order by reference_texts.table_id
