-- Of which tools does anyone hold a score?
-- Grain:   one row per tool
-- Inputs:  held_score_current
select distinct tool
from held_score_current
order by tool
