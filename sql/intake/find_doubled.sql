-- Which keys do several records of the file have, and do these records differ?
-- Grain:   one row per key of a table that several records have, of rows not refused so far
-- Inputs:  {{ arrived }}, failure
-- Params:  $table_name
insert into doubled
select
    $table_name as table_name,
    record_key,
    coalesce(min(content) != max(content), false) as differs,
    differs as clashes
from {{ arrived }}
where record_key is not null and row_no not in (select f.row_no from failure as f)
group by record_key
having count(*) > 1
