-- Which days does the file hold completely, that its system had not already said?
-- Grain:   one row per record type
-- Inputs:  source_coverage
-- Params:  $batch_id, $system, $record_types, $covers_from, $covers_to, $history, $known_from
insert into source_coverage (
    batch_id,
    system,
    record_type,
    complete_from,
    complete_to,
    history,
    known_from,
    known_to
)
with said as (
    select unnest($record_types) as record_type
)

select
    $batch_id as batch_id,
    $system as system,
    s.record_type,
    $covers_from as complete_from,
    $covers_to as complete_to,
    case when s.record_type = 'sanction' then $history end as history,
    $known_from as known_from,
    null as known_to
from said as s
where
    not exists (
        select 1 from source_coverage as c
        where
            c.system = $system
            and c.record_type = s.record_type
            and c.complete_from = $covers_from
            and c.complete_to = $covers_to
            and c.known_to is null
            and (s.record_type != 'sanction' or c.history = $history)
    )
order by s.record_type
