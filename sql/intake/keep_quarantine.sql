-- Which refused rows does the store keep until someone corrects them?
-- Grain:   one row per row refused for the first time
-- Inputs:  numbered_refusal
-- Params:  $batch_id, $system, $mapping_title, $file_name
insert into quarantine (
    quarantine_id,
    batch_id,
    system,
    mapping_title,
    file_name,
    row_no,
    line,
    raw,
    raw_sha256,
    occurrence,
    state,
    closed_by_batch
)
select
    quarantine_id,
    $batch_id as batch_id,
    $system as system,
    $mapping_title as mapping_title,
    $file_name as file_name,
    row_no,
    line,
    raw,
    raw_sha256,
    occurrence,
    'open' as state,
    null as closed_by_batch
from numbered_refusal
where is_new
order by quarantine_id
