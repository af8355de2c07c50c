-- What was imported, when, by whom, and what became of its rows?
-- Grain:   one row
-- Inputs:  none
-- Params:  every column of import_batch by its name
insert into import_batch (
    batch_id,
    system,
    file_name,
    file_sha256,
    encoding,
    mapping_title,
    mapping_text,
    mapping_sha256,
    scope,
    covers_from,
    covers_to,
    committed_at,
    by_user,
    purpose,
    code_version,
    rows_total,
    rows_loaded,
    rows_unchanged,
    rows_updated,
    rows_quarantined,
    records_withdrawn
)
select
    $batch_id as batch_id,
    $system as system,
    $file_name as file_name,
    $file_sha256 as file_sha256,
    $encoding as encoding,
    $mapping_title as mapping_title,
    $mapping_text as mapping_text,
    $mapping_sha256 as mapping_sha256,
    $scope as scope,
    $covers_from as covers_from,
    $covers_to as covers_to,
    $committed_at as committed_at,
    $by_user as by_user,
    $purpose as purpose,
    $code_version as code_version,
    $rows_total as rows_total,
    $rows_loaded as rows_loaded,
    $rows_unchanged as rows_unchanged,
    $rows_updated as rows_updated,
    $rows_quarantined as rows_quarantined,
    $records_withdrawn as records_withdrawn
