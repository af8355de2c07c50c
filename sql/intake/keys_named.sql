-- By which keys does the file speak of people?
-- Grain:   one row per source key
-- Inputs:  record_of_row
select distinct source_key
from record_of_row
where source_key is not null
