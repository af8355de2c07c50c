-- By which mapping document was each of these imports read?
-- Grain:   one row per import
-- Inputs:  import_batch
-- Params:  $batch_ids
select
    batch_id,
    mapping_title,
    mapping_text
from import_batch
where batch_id in (select unnest($batch_ids))
