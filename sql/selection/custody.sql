-- Which living listed people are inside as at the date, in what, since when, and until when is it planned?
-- Grain:   one row per living listed person inside
-- Inputs:  absence_current, person_current, selected
-- Params:  $as_at
-- Of several spells the one that began last is named; of several planned releases the last one holds.
with inside as (
    select
        a.person_id,
        a.kind,
        a.from_date,
        max(a.planned_release) filter (where a.planned_release > $as_at) over (partition by a.person_id)
            as planned_release,
        row_number() over (partition by a.person_id order by a.from_date desc, a.kind asc, a.system asc) as place
    from absence_current as a
    inner join selected as s on a.person_id = s.person_id
    inner join person_current as p on a.person_id = p.person_id
    where
        s.list is not null
        and a.kind in ('remand', 'sentence', 'recall', 'secure_hospital')
        and a.from_date <= $as_at
        and (a.to_date is null or a.to_date > $as_at)
        and (p.death_date is null or p.death_date > $as_at)
)

select
    person_id,
    kind,
    from_date,
    planned_release
from inside
where place = 1
