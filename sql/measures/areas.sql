-- Which areas has anyone lived in?
-- Grain:   one row per area
-- Inputs:  home_area_current
select distinct area
from home_area_current
where area is not null
order by area
