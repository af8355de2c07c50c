-- Which tables of the store have a column of this name?
-- Grain:   one row per table
-- Inputs:  none (the catalog)
-- Params:  $column_name
select c.table_name
from duckdb_columns() as c
inner join duckdb_tables() as t on c.table_oid = t.table_oid and c.database_name = t.database_name
where c.database_name = current_database() and not t.temporary and c.column_name = $column_name
order by c.table_name
