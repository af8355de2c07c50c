-- Which imports that changed something had the store seen, in the order in which it saw them?
-- Grain:   one row per import
-- Inputs:  import_batch
-- Params:  $seen_batch
select
    file_sha256,
    mapping_sha256,
    mapping_text,
    committed_at
from import_batch
where batch_id <= $seen_batch and rows_loaded + rows_updated + records_withdrawn > 0
order by batch_id
