-- Who is inside as at the date, and until when is it planned?
-- Grain:   one row per person inside (remand, sentence, recall or secure hospital)
-- Inputs:  absence_current
-- Params:  $as_at
-- Of several planned releases the last one holds.
select
    person_id,
    max(planned_release) filter (where planned_release > $as_at) - $as_at as days_to_release
from absence_current
where
    kind in ('remand', 'sentence', 'recall', 'secure_hospital')
    and from_date <= $as_at
    and (to_date is null or to_date > $as_at)
group by person_id
