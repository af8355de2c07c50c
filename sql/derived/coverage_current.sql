-- Which days does each source say it holds completely, by record type?
-- Grain:   one row per import and record type, both days included
-- Inputs:  source_coverage
-- Params:  $known_at, $seen_batch
select
    system,
    record_type,
    complete_from,
    complete_to,
    history
from source_coverage
where
    batch_id <= $seen_batch
    and known_from <= $known_at
    and (known_to is null or known_to > $known_at)
order by record_type, system, complete_from
