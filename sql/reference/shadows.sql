-- Which temporary tables stand before the store's own?
-- Grain:  one row per table
-- Inputs: none (the catalog)
select table_name
from duckdb_tables()
where temporary
order by table_name
