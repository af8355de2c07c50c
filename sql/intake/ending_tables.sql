-- In which tables does this import end versions?
-- Grain:   one row per table
-- Inputs:  compared, withdrawn
select table_name from compared
where fate = 'replaced'
union
select table_name from withdrawn
order by table_name
