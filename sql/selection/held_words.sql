-- Which home districts and areas, held tools and their bands, themes of intelligence does the store know?
-- Grain:   one row per kind and word; of a tool, one row per band
-- Inputs:  home_area_current, held_score_current, intelligence_current
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
union all
select distinct
    'theme' as kind,
    theme as word,
    null::varchar as band
from intelligence_current
where theme is not null
order by kind, word, band
