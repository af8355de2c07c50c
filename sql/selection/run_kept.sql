-- What was a run, and what did it come to?
-- Grain:   one row, or none
-- Inputs:  run
-- Params:  $run_id
select
    run_id,
    made_at,
    by_user,
    purpose,
    as_at,
    known_at,
    area,
    criteria_title,
    criteria_version,
    criteria_text,
    criteria_sha256,
    severity_vintage,
    reference_fingerprint,
    code_version,
    inputs,
    considered,
    proposed,
    canonical_sha256
from run
where run_id = $run_id
