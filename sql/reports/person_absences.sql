-- When was the person away up to the end of the day, and for how many days of it?
-- Grain:   one row per spell of a source; days run to the end of the last day
-- Inputs:  absence_current
-- Params:  $person_id, $as_at, $last_day: that day, or the one of death if it came before
select
    system,
    kind,
    from_date,
    case when to_date <= $as_at then to_date end as to_date,
    planned_release,
    least(coalesce(to_date, $as_at + 1), $last_day::date + 1) - from_date as days
from absence_current
where person_id = $person_id and from_date <= $last_day::date
order by from_date desc, kind asc, system asc, to_date asc nulls last, planned_release asc nulls last
