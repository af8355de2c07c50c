-- Which imports were made?
-- Grain:   one row per import, the latest first
-- Inputs:  import_batch
-- Params:  none
select
    batch_id,
    system,
    file_name,
    file_sha256,
    mapping_title,
    scope,
    covers_from,
    covers_to,
    committed_at,
    by_user,
    purpose,
    rows_total,
    rows_loaded,
    rows_unchanged,
    rows_updated,
    rows_quarantined,
    records_withdrawn
from import_batch
order by batch_id desc
