-- In which tables do several records of the file have the same key?
-- Grain:   one row per table; clashes: whether some of them differ
-- Inputs:  doubled
select
    table_name,
    bool_or(clashes) as clashes
from doubled
group by table_name
