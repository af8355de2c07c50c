-- How many intelligence reports up to the day, by grading and theme?
-- Grain:   one row per source evaluation, assessment, handling and theme
-- Inputs:  intelligence_current
-- Params:  $person_id, $as_at
select
    source_evaluation,
    assessment,
    handling,
    theme,
    count(*) as reports,
    max(on_date) as last_on
from intelligence_current
where person_id = $person_id and on_date <= $as_at
group by source_evaluation, assessment, handling, theme
order by source_evaluation nulls last, assessment nulls last, handling nulls last, theme nulls last
