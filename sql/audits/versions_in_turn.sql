-- Which versions of a record overlap in time, or end before they begin? Must return no row.
-- Grain:   one row per version at fault
-- Inputs:  {{ table }}
with in_turn as (
    select
        system,
        record_key,
        known_from,
        known_to,
        lead(known_from) over (partition by system, record_key order by known_from) as next_known_from
    from {{ table }}
)

select
    system,
    record_key,
    known_from,
    known_to
from in_turn
where
    known_to <= known_from
    or (next_known_from is not null and (known_to is null or known_to > next_known_from))
