-- Note which set is in force from now on, why, and by whom.
-- Grain:   adds one row to reference_history
-- Inputs:  reference_history, for the number
-- Params:  one per column but step
insert into reference_history (
    step, fingerprint, severity_vintage, since, by_user, purpose, why, table_id, shipped_fingerprint
)
select
    coalesce(max(step), 0) + 1 as step,
    $fingerprint as fingerprint,
    $severity_vintage as severity_vintage,
    $since as since,
    $by_user as by_user,
    $purpose as purpose,
    $why as why,
    $table_id as table_id,
    $shipped_fingerprint as shipped_fingerprint
from reference_history
