-- Which days does each source hold completely, by what is known now?
-- Grain:   one row per import and record type, both days included
-- Inputs:  source_coverage
select
    system,
    record_type,
    complete_from,
    complete_to,
    history,
    batch_id
from source_coverage
where known_to is null
order by system, record_type, complete_from, complete_to, batch_id
