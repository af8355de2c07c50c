-- Which columns do the database's tables have?
-- Grain:  one row per column
-- Inputs: none (the catalog)
select
    table_name,
    column_name,
    data_type
from duckdb_columns()
where database_name = current_database() and not internal
order by table_name, column_name
