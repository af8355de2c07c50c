-- Who is alive and at liberty at the end of the date, with a sanction by then?
-- Grain:   one row per person
-- Inputs:  sanction_occasion, absence_merged, person_current
-- Params:  $as_at
-- At liberty is neither inside nor out of the area (DOMAIN.md 5).
with away as (
    select person_id
    from absence_merged
    where kind = 'any' and from_date <= $as_at and (to_date is null or to_date > $as_at)
),

sanctioned as (
    select distinct person_id
    from sanction_occasion
    where sanction_on <= $as_at
)

select
    s.person_id,
    $as_at::date as as_at
from sanctioned as s
inner join person_current as n on s.person_id = n.person_id
anti join away as a on s.person_id = a.person_id
where n.death_date is null or n.death_date > $as_at
