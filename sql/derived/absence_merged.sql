-- When was each person away, each day counted once: over all kinds ('any') and by kind?
-- Grain:   one row per person, kind and unbroken spell [from_date, to_date); to_date NULL: still running
-- Inputs:  absence_current
with spell as (
    -- A same-day spell covers nothing. The far date stands in for "still running" inside this statement only.
    select
        person_id,
        kind,
        from_date,
        coalesce(to_date, date '9999-12-31') as to_date
    from absence_current
    where to_date is null or to_date > from_date
    union all
    select
        person_id,
        'any' as kind,
        from_date,
        coalesce(to_date, date '9999-12-31') as to_date
    from absence_current
    where to_date is null or to_date > from_date
),

started as (
    select
        person_id,
        kind,
        from_date,
        to_date,
        coalesce(from_date > max(to_date) over (
            partition by person_id, kind order by from_date, to_date
            rows between unbounded preceding and 1 preceding
        ), true) as starts_new
    from spell
),

numbered as (
    select
        person_id,
        kind,
        from_date,
        to_date,
        sum(starts_new::integer) over (
            partition by person_id, kind order by from_date, to_date
            rows between unbounded preceding and current row
        ) as island
    from started
)

select
    person_id,
    kind,
    min(from_date) as from_date,
    nullif(max(to_date), date '9999-12-31') as to_date
from numbered
group by person_id, kind, island
order by kind, person_id, from_date
