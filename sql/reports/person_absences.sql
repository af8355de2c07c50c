-- When was the person away up to the end of the day, and for how many days of it?
-- Grain:   one row per spell of a source; days run to the end of the day asked about, or of the day of death
-- Inputs:  absence_current, person_current
-- Params:  $person_id, $as_at
select
    a.system,
    a.kind,
    a.from_date,
    case when a.to_date <= $as_at then a.to_date end as to_date,
    a.planned_release,
    least(coalesce(a.to_date, $as_at + 1), $as_at + 1, coalesce(p.death_date, $as_at) + 1) - a.from_date as days
from absence_current as a
left join person_current as p on a.person_id = p.person_id
where a.person_id = $person_id and a.from_date <= least($as_at, coalesce(p.death_date, $as_at))
order by a.from_date desc, a.kind asc, a.system asc, a.to_date asc nulls last, a.planned_release asc nulls last
