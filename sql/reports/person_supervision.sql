-- How is the person supervised on the day, as each system says it?
-- Grain:   one row per system and period
-- Inputs:  supervision_current
-- Params:  $person_id, $as_at
select distinct
    system,
    kind,
    from_date
from supervision_current
where
    person_id = $person_id
    and (from_date is null or from_date <= $as_at)
    and (to_date is null or to_date > $as_at)
order by from_date desc nulls last, system asc, kind asc
