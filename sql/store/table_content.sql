-- What does a table hold: how many rows, and a sum over all their values that another content does not give?
-- Grain:  one row
-- Inputs: {{ table }}
select
    count(*) as number_of_rows,
    coalesce(sum(hash(held)), 0)::varchar as content
from {{ table }} as held  -- noqa: AL05
