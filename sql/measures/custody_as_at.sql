-- Who is inside as at the date, and until when is it planned?
-- Grain:   one row per living person inside (remand, sentence, recall or secure hospital)
-- Inputs:  absence_current, person_current
-- Params:  $as_at
-- Of several planned releases the last one holds. Nobody is inside after death, whatever spell was left open.
select
    a.person_id,
    max(a.planned_release) filter (where a.planned_release > $as_at) - $as_at as days_to_release
from absence_current as a
inner join person_current as p on a.person_id = p.person_id
where
    a.kind in ('remand', 'sentence', 'recall', 'secure_hospital')
    and a.from_date <= $as_at
    and (a.to_date is null or a.to_date > $as_at)
    and (p.death_date is null or p.death_date > $as_at)
group by a.person_id
