-- Which tables and vintages that were loaded into this store stand in its set, and what do they hold?
-- Grain:   one row per load that stands, in order of loading
-- Inputs:  reference_load, reference_file
select
    reference_load.table_id,
    reference_load.vintage,
    reference_load.source,
    reference_load.licence,
    reference_load.years,
    reference_load.loaded_at,
    reference_load.by_user,
    reference_file.content
from reference_load
inner join reference_file
    on
        reference_load.table_id = reference_file.table_id
        and reference_load.content_sha256 = reference_file.file_sha256
where reference_load.until is null
order by reference_load.load_id
