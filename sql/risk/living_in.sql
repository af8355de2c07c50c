-- Who lives in one area or district as at the date?
-- Grain:   one row per person
-- Inputs:  person_home: sql/measures/home_area_as_at.sql; person_current
-- Params:  $as_at, $area
select p.person_id
from person_current as p
left join person_home as h on p.person_id = h.person_id
where
    h.area = $area
    or h.district = $area
    or (
        (p.only_area = $area or p.only_district = $area)
        and (p.only_from is null or p.only_from <= $as_at)
        and (p.only_to is null or p.only_to > $as_at)
    )
