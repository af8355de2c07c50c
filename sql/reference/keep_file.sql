-- Keep the text of one reference table, once.
-- Grain:   at most one row per (table, digest)
-- Inputs:  reference_file
-- Params:  $table_id, $file_sha256, $content
insert into reference_file (file_sha256, table_id, content)
select
    $file_sha256,
    $table_id,
    $content
where not exists (
    select 1
    from reference_file
    where table_id = $table_id and file_sha256 = $file_sha256
)
