-- Where are those whom some step changed and a later one put back?
-- Grain:   one row per person considered
-- Inputs:  diff_after
-- Params:  $people
select
    person_id,
    list,
    cohort,
    capacity_area,
    points,
    rank,
    place,
    places,
    harmful_place
from diff_after
where person_id in (select unnest($people::integer[]))
order by person_id
