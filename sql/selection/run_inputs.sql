-- From what was a run made?
-- Grain:   one row, or none
-- Inputs:  run
-- Params:  $run_id
select
    run_id,
    as_at,
    known_at,
    seen_batch,
    area,
    criteria_title,
    criteria_version,
    criteria_text,
    criteria_sha256,
    reference_fingerprint,
    code_version,
    canonical_sha256
from run
where run_id = $run_id
