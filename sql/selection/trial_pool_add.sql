-- Who is eligible as at a month end, who of them has a place, and who would if one measure alone decided?
-- Grain:   one row per eligible person
-- Inputs:  selected, measured
-- Params:  $month_no, $has_risk: whether there is a held score to choose by
-- Blanks:  {{ count }}, {{ severity }}, {{ risk }}, {{ computed }}: columns of measured; risk any number where there is
--          no held score
-- Each choice has as many places as the list. Absent values come last; of equals, the other measures decide in the
-- order count, severity; then the lower person id. A choice by risk, held or computed, is NULL where fewer people
-- have a score than have a place.
insert into trial_pool
with eligible as (
    select
        s.person_id,
        coalesce(m.in_custody, false) as inside,
        coalesce(s.list = 'proposed', false) as by_list,
        count(*) filter (where s.list = 'proposed') over () as places,
        count(m.{{ risk }}) over () as scored,
        count(m.{{ computed }}) over () as computed,
        row_number() over (
            order by m.{{ count }} desc nulls last, m.{{ severity }} desc nulls last, s.person_id asc
        ) as count_place,
        row_number() over (
            order by m.{{ severity }} desc nulls last, m.{{ count }} desc nulls last, s.person_id asc
        ) as severity_place,
        row_number() over (
            order by
                m.{{ risk }} desc nulls last, m.{{ count }} desc nulls last, m.{{ severity }} desc nulls last,
                s.person_id asc
        ) as risk_place,
        row_number() over (
            order by
                m.{{ computed }} desc nulls last, m.{{ count }} desc nulls last, m.{{ severity }} desc nulls last,
                s.person_id asc
        ) as computed_place
    from selected as s
    inner join measured as m on s.person_id = m.person_id
    where s.eligible
)

select
    $month_no::integer as month_no,
    person_id,
    inside,
    by_list,
    count_place <= places as by_count,
    severity_place <= places as by_severity,
    case when $has_risk and scored >= places then risk_place <= places end as by_risk,
    case when computed >= places then computed_place <= places end as by_computed
from eligible
