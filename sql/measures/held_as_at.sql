-- What is each person's latest held score of one tool as at the date?
-- Grain:   one row per person with such a score
-- Inputs:  held_score_current
-- Params:  $as_at, $tool_{{ slot }}
-- Of several of one day the highest; then by system, subject, version and band: never by the order of a file.
with assessed as (
    select
        person_id,
        score,
        band,
        on_date,
        row_number() over (
            partition by person_id
            order by
                on_date desc, score desc nulls last, system asc, subject_id asc,
                tool_version asc nulls last, band asc nulls last
        ) as place
    from held_score_current
    where tool = $tool_{{ slot }} and on_date <= $as_at
)

select
    person_id,
    score,
    band,
    $as_at - on_date as days_old
from assessed
where place = 1
