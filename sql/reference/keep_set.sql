-- Note that a text is part of a reference set, once.
-- Grain:   at most one row per (set, table)
-- Inputs:  reference_set
-- Params:  $fingerprint, $table_id, $file_sha256
insert into reference_set (fingerprint, table_id, file_sha256)
select
    $fingerprint,
    $table_id,
    $file_sha256
where not exists (
    select 1
    from reference_set
    where fingerprint = $fingerprint and table_id = $table_id
)
