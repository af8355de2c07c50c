-- Where does each system say that the person lives on the day?
-- Grain:   one row per system and area
-- Inputs:  home_area_current
-- Params:  $person_id, $as_at
select distinct
    system,
    area,
    district,
    from_date
from home_area_current
where
    person_id = $person_id
    and (from_date is null or from_date <= $as_at)
    and (to_date is null or to_date > $as_at)
order by from_date desc nulls last, system asc, area asc, district asc
