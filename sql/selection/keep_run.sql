-- Keep what a run was, and what it came to.
-- Grain:   adds one row to run
-- Params:  one per column
insert into run (
    run_id, made_at, by_user, purpose, as_at, known_at, seen_batch, area, criteria_title, criteria_version,
    criteria_text, criteria_sha256, severity_vintage, reference_fingerprint, code_version, statement, inputs,
    considered, proposed, canonical_sha256
)
values (
    $run_id, $made_at, $by_user, $purpose, $as_at, $known_at, $seen_batch, $area, $criteria_title, $criteria_version,
    $criteria_text, $criteria_sha256, $severity_vintage, $reference_fingerprint, $code_version, $statement, $inputs,
    $considered, $proposed, $canonical_sha256
)
