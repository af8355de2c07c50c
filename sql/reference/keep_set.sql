-- Note which texts make up a reference set, each once.
-- Grain:   at most one row per (set, table)
-- Inputs:  reference_texts (registered: table_id, file_sha256, content), reference_set
-- Params:  $fingerprint
insert into reference_set (fingerprint, table_id, file_sha256)
select
    $fingerprint as fingerprint,
    reference_texts.table_id,
    reference_texts.file_sha256
from reference_texts
where
    not exists (
        select 1
        from reference_set
        where reference_set.fingerprint = $fingerprint and reference_set.table_id = reference_texts.table_id
    )
order by reference_texts.table_id
