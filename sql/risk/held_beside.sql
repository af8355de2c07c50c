-- Which scores of a person are held from elsewhere, of the tools that are worked out here too?
-- Grain:   one row per tool of which a score is held by the date: the latest
-- Inputs:  held_score_current
-- Params:  $person_id, $as_at, $tools
-- Of several of one day the highest; then as in sql/measures/held_as_at.sql.
with assessed as (
    select
        tool,
        tool_version,
        score,
        band,
        on_date,
        row_number() over (
            partition by tool
            order by
                on_date desc, score desc nulls last, system asc, subject_id asc,
                tool_version asc nulls last, band asc nulls last
        ) as place
    from held_score_current
    where person_id = $person_id and list_contains($tools, tool) and on_date <= $as_at
)

select
    tool,
    tool_version,
    score,
    band,
    on_date
from assessed
where place = 1
order by tool
