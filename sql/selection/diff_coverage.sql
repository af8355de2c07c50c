-- What would the sources cover if each that covered one date covered another, later one, too?
-- Grain:   as coverage_current
-- Inputs:  coverage_current
-- Params:  $covered_at, $covered_to
create or replace temporary table coverage_current as
select
    system,
    record_type,
    complete_from,
    case
        when complete_from <= $covered_at and complete_to >= $covered_at then greatest(complete_to, $covered_to)
        else complete_to
    end as complete_to,
    history
from coverage_current
