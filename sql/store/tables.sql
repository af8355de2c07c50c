-- Which tables does the database hold?
-- Grain:  one row per table
-- Inputs: none (the catalog)
select table_name
from duckdb_tables()
where database_name = current_database() and not temporary
order by table_name
