-- Which risk scores are held from elsewhere, up to the day?
-- Grain:   one row per system, tool and assessment
-- Inputs:  held_score_current
-- Params:  $person_id, $as_at
select distinct
    system,
    tool,
    tool_version,
    score,
    band,
    on_date,
    assessor_system
from held_score_current
where person_id = $person_id and on_date <= $as_at
order by
    on_date desc, tool asc, system asc, score asc, tool_version asc nulls last, band asc nulls last,
    assessor_system asc nulls last
