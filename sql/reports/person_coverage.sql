-- From and up to which day, no later than the one asked about, is each type of record held completely?
-- Grain:   one row per record type of which anything was declared complete by then
-- Inputs:  coverage_current
-- Params:  $as_at
select
    record_type,
    min(complete_from) as complete_from,
    max(least(complete_to, $as_at)) as complete_to
from coverage_current
where complete_from <= $as_at
group by record_type
order by record_type
