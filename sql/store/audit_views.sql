-- Which tables of the audit log are views, which can show what no table holds?
-- Grain:  one row per table that is none
-- Inputs: none (the catalog)
select view_name
from duckdb_views()
where view_name in ('audit_log', 'audit_person')
order by view_name
