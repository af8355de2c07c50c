-- How many current versions does the file no longer hold?
-- Grain:   one row per table
-- Inputs:  withdrawn
select
    table_name,
    count(*) as versions
from withdrawn
group by table_name
order by table_name
