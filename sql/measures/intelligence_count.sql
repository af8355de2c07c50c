-- How many intelligence reports of a window name each person, of the gradings asked for?
-- Grain:   one row per person with such a report
-- Inputs:  intelligence_current
-- Params:  $as_at (inclusive), $from_{{ window }} (exclusive), $sources_{{ slot }}, $assessments_{{ slot }},
--          $theme_{{ slot }}: an empty list or NULL asks for any
select
    person_id,
    count(*) as reports
from intelligence_current
where
    on_date > $from_{{ window }}
    and on_date <= $as_at
    and (len($sources_{{ slot }}) = 0 or list_contains($sources_{{ slot }}, source_evaluation))
    and (len($assessments_{{ slot }}) = 0 or list_contains($assessments_{{ slot }}, assessment))
    and ($theme_{{ slot }} is null or theme = $theme_{{ slot }})
group by person_id
