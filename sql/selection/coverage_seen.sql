-- Which days did the sources say that they hold: how many statements, and one digest of them all?
-- Grain:   one row
-- Inputs:  coverage_current
select
    count(*) as statements,
    sha256(
        coalesce(
            string_agg(
                concat_ws('|', system, record_type, complete_from, complete_to, coalesce(history, '-')), ','
                order by system asc, record_type asc, complete_from asc, complete_to asc, history asc nulls last
            ), ''
        )
    ) as digest
from coverage_current
