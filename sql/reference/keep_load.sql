-- Note that a table or vintage was loaded, by whom and from where.
-- Grain:   adds one row to reference_load
-- Inputs:  reference_load, for the number
-- Params:  one per column but load_id and until
insert into reference_load (
    load_id, table_id, vintage, source, licence, years, file_name, file_sha256, content_sha256, row_count,
    loaded_at, by_user, purpose, until
)
select
    coalesce(max(load_id), 0) + 1 as load_id,
    $table_id as table_id,
    $vintage as vintage,
    $source as source,
    $licence as licence,
    $years as years,
    $file_name as file_name,
    $file_sha256 as file_sha256,
    $content_sha256 as content_sha256,
    $row_count as row_count,
    $loaded_at as loaded_at,
    $by_user as by_user,
    $purpose as purpose,
    null as until
from reference_load
