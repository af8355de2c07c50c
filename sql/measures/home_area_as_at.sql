-- Where does each person live as at the date?
-- Grain:   one row per person with a known home area
-- Inputs:  home_area_current
-- Params:  $as_at
-- Of several, the one that began last; then the one that became known last; then the lower subject id; then by
-- the area's own name, so that the order of a file never decides.
with held as (
    select
        person_id,
        area,
        district,
        row_number() over (
            partition by person_id
            order by from_date desc nulls last, known_from desc, subject_id asc, area asc, district asc
        ) as place
    from home_area_current
    where (from_date is null or from_date <= $as_at) and (to_date is null or to_date > $as_at)
)

select
    person_id,
    area,
    district
from held
where place = 1
