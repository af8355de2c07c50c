-- Which districts of home areas are written in several ways that differ in capitals and blanks alone?
-- Grain:   one row per district, spellings in order
-- Inputs:  home_area_current
select list(distinct district order by district) as spellings
from home_area_current
group by lower(trim(regexp_replace(district, '\s+', ' ', 'g')))
having count(distinct district) > 1
order by spellings
