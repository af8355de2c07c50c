-- Which runs does the store keep?
-- Grain:   one row per run, the latest first
-- Inputs:  run
select
    run_id,
    made_at,
    by_user,
    as_at,
    known_at,
    area,
    criteria_title,
    criteria_version,
    criteria_sha256,
    considered,
    proposed,
    canonical_sha256
from run
order by run_id desc
