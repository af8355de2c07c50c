-- Which days does each source say it holds completely, by record type?
-- Grain:   one row per import and record type, both days included
-- Inputs:  source_coverage, import_batch
-- Params:  $known_at, $seen_batch
-- What a first historical load declares is known since its first day, yet of days after the moment nothing can
-- have been told by then: until the load itself was made, its period ends with the day of the moment.
with said as (
    select
        c.system,
        c.record_type,
        c.complete_from,
        case
            when b.committed_at > $known_at then least(c.complete_to, $known_at::date)
            else c.complete_to
        end as complete_to,
        c.history
    from source_coverage as c
    left join import_batch as b on c.batch_id = b.batch_id
    where
        c.batch_id <= $seen_batch
        and c.known_from <= $known_at
        and (c.known_to is null or c.known_to > $known_at)
)

select
    system,
    record_type,
    complete_from,
    complete_to,
    history
from said
where complete_from <= complete_to
order by record_type, system, complete_from
