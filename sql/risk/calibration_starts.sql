-- From which day is each person followed: their first start in the community of the time asked about?
-- Grain:   one row per person with such a start
-- Inputs:  sanction_occasion, absence_current, person_current
-- Params:  $after (exclusive), $as_at (inclusive)
-- A start is a day on which someone at liberty at its end was convicted or cautioned, or, sanctioned before, released.
-- The first of several: to take the last would leave out those whom a new sanction soon gave another start.
with inside as materialized (
    select
        person_id,
        from_date,
        to_date
    from absence_current
    where
        kind in ('remand', 'sentence', 'recall', 'secure_hospital')
        and from_date <= $as_at
        and (to_date is null or (to_date > from_date and to_date > $after))
),

sanctioned as (
    select
        person_id,
        min(sanction_on) as first_on
    from sanction_occasion
    group by person_id
),

possible as (
    select
        person_id,
        sanction_on as start_on
    from sanction_occasion
    where sanction_on > $after and sanction_on <= $as_at
    union
    select
        i.person_id,
        i.to_date as start_on
    from inside as i
    inner join sanctioned as s on i.person_id = s.person_id
    where i.to_date <= $as_at and i.to_date >= s.first_on
),

-- by key first, then by date
still_inside as (
    select distinct
        p.person_id,
        p.start_on
    from possible as p
    inner join inside as i on p.person_id = i.person_id
    where i.from_date <= p.start_on and (i.to_date is null or i.to_date > p.start_on)
)

select
    p.person_id,
    min(p.start_on) as as_at
from possible as p
inner join person_current as n on p.person_id = n.person_id
anti join still_inside as s on p.person_id = s.person_id and p.start_on = s.start_on
where n.death_date is null or n.death_date > p.start_on
group by p.person_id
