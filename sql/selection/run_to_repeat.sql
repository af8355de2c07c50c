-- What must be known of a run to do it again?
-- Grain:   one row, or none
-- Inputs:  run
-- Params:  $run_id
select
    as_at,
    known_at,
    seen_batch,
    area,
    criteria_text,
    reference_fingerprint,
    code_version,
    canonical_sha256
from run
where run_id = $run_id
