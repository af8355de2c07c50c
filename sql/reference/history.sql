-- Which sets were in force, from when to when, why, by whom, and how many kept runs rest on each?
-- Grain:   one row per time that a set was put in force, the latest first
-- Inputs:  reference_history, reference_load, run
select
    reference_history.step,
    reference_history.fingerprint,
    reference_history.severity_vintage,
    reference_history.since,
    lead(reference_history.since) over (order by reference_history.step) as until,
    reference_history.by_user,
    reference_history.purpose,
    reference_history.why,
    reference_history.table_id,
    (
        select max(reference_load.vintage)
        from reference_load
        where
            reference_history.why = 'load'
            and reference_load.table_id = reference_history.table_id
            and reference_load.loaded_at = reference_history.since
    ) as vintage,
    (select count(*) from run where run.reference_fingerprint = reference_history.fingerprint) as runs
from reference_history
order by reference_history.step desc
