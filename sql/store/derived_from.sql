-- After which import were the derived tables made, which is the last, and were they made with the set in force?
-- Grain:  one row, or none where they were never made
-- Inputs: derived_state, reference_in_force, import_batch
select
    d.built_batch,
    (select coalesce(max(b.batch_id), 0) from import_batch as b) as last_batch,
    coalesce(d.reference_fingerprint = r.fingerprint and d.severity_vintage = r.severity_vintage, false)
        as of_set_in_force
from derived_state as d
left join reference_in_force as r on true
