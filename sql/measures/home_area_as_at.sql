-- Where does each person live as at the date, of whom more than one home is known?
-- Grain:   one row per such person with a home area as at the date; of the others sql/measures/person_as_at.sql says it
-- Inputs:  home_area_current, person_current
-- Params:  $as_at
-- Of several, the one that began last; then the one that became known last; then the lower subject id; then by
-- the area's own name, so that the order of a file never decides.
with held as (
    select
        h.person_id,
        h.area,
        h.district,
        row_number() over (
            partition by h.person_id
            order by h.from_date desc nulls last, h.known_from desc, h.subject_id asc, h.area asc, h.district asc
        ) as place
    from home_area_current as h
    inner join person_current as p on h.person_id = p.person_id
    where
        p.homes > 1
        and (h.from_date is null or h.from_date <= $as_at)
        and (h.to_date is null or h.to_date > $as_at)
)

select
    person_id,
    area,
    district
from held
where place = 1
