-- Who is inside as at the date, and until when is it planned?
-- Grain:   one row per living person inside (remand, sentence, recall or secure hospital)
-- Inputs:  absence_current, person_current
-- Params:  $as_at
-- Of several planned releases the last one holds. Nobody is inside after death, whatever spell was left open.
with dead as (
    select person_id
    from person_current
    where death_date <= $as_at
)

select
    a.person_id,
    max(a.planned_release) filter (where a.planned_release > $as_at) - $as_at as days_to_release
from absence_current as a
left join dead as d on a.person_id = d.person_id
where
    a.kind in ('remand', 'sentence', 'recall', 'secure_hospital')
    and a.from_date <= $as_at
    and (a.to_date is null or a.to_date > $as_at)
    and d.person_id is null
group by a.person_id
