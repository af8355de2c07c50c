-- Of which vintages are severity weights held?
-- Grain:   one row per vintage
-- Inputs:  severity_weight
select distinct vintage
from severity_weight
order by vintage
