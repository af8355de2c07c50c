-- Which home districts and areas, held tools and their bands does the store know?
-- Grain:   one row per kind and word; of a tool, one row per band
-- Inputs:  home_area_current, held_score_current
select distinct
    'district' as kind,
    district as word,
    null::varchar as band
from home_area_current
where district is not null
union all
select distinct
    'area' as kind,
    area as word,
    null::varchar as band
from home_area_current
where area is not null
union all
select distinct
    'tool' as kind,
    tool as word,
    band
from held_score_current
order by kind, word, band
