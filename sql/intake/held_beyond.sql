-- Up to which day does the store already hold this system's records of a type completely, beyond the file's last day?
-- Grain:   one row per record type
-- Inputs:  source_coverage
-- Params:  $system, $record_types, $covers_to
select
    record_type,
    max(complete_to) as complete_to
from source_coverage
where
    system = $system
    and record_type in (select unnest($record_types))
    and known_to is null
    and complete_to > $covers_to
group by record_type
order by record_type
