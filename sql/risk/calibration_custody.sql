-- On how many days of the time followed was each person inside?
-- Grain:   one row per person inside (remand, sentence, recall, secure hospital) on any of them
-- Inputs:  calibration_followed, absence_current
-- A day of two spells counts once; none counts after death.
with spell as (
    select
        f.person_id,
        greatest(a.from_date, f.as_at + 1) as from_date,
        least(coalesce(a.to_date, f.alive_to + 1), f.alive_to + 1) as to_date
    from calibration_followed as f
    inner join absence_current as a on f.person_id = a.person_id
    where
        a.kind in ('remand', 'sentence', 'recall', 'secure_hospital')
        and a.from_date <= f.alive_to
        and (a.to_date is null or a.to_date > f.as_at + 1)
),

in_turn as (
    select
        person_id,
        from_date,
        to_date,
        max(to_date) over (
            partition by person_id order by from_date, to_date
            rows between unbounded preceding and 1 preceding
        ) as covered_to
    from spell
    where to_date > from_date
)

select
    person_id,
    sum(greatest(0, to_date - greatest(from_date, coalesce(covered_to, from_date))))::integer as days_inside
from in_turn
group by person_id
