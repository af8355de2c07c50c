-- Which days does some source hold completely, by record type?
-- Grain:   one row per distinct period (both days included)
-- Inputs:  coverage_current
select distinct
    record_type,
    complete_from,
    complete_to
from coverage_current
order by record_type, complete_from, complete_to
