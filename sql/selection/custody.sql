-- Which living people who are explained are inside as at the date, in what, since when, and until when is it planned?
-- Grain:   one row per living explained person inside
-- Inputs:  absence_current, person_current, placed
-- Params:  $as_at
-- Of several spells that run, the one that began first says since when; of several planned releases the last holds.
select
    a.person_id,
    string_agg(distinct a.kind, ' and ' order by a.kind) as kind,
    min(a.from_date) as from_date,
    max(a.planned_release) filter (where a.planned_release > $as_at) as planned_release
from absence_current as a
inner join placed as p on a.person_id = p.person_id
inner join person_current as c on a.person_id = c.person_id
where
    p.explained
    and a.kind in ('remand', 'sentence', 'recall', 'secure_hospital')
    and a.from_date <= $as_at
    and (a.to_date is null or a.to_date > $as_at)
    and (c.death_date is null or c.death_date > $as_at)
group by a.person_id
