-- Which districts has anyone lived in?
-- Grain:   one row per district
-- Inputs:  home_area_current
select distinct district
from home_area_current
where district is not null
order by district
