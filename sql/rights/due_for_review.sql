-- Whose record is due for review by a day: in which group, since when, and after which last event?
-- Grain:   one row per person who is due, the longest due first
-- Inputs:  person_current, offence_scored, code_in_class, sanction_occasion, absence_current, supervision_current,
--          intelligence_current, review_group, review_class
-- Params:  $as_at
-- The clear period runs from the last event up to the day: an offence whatever came of it, a sanction, the end of time
-- inside or of supervision, intelligence. Time inside or supervision that runs on has no clear period: never due.
-- Someone of whom there is no event is due at once: nothing says why they are held.
with event as (
    select
        person_id,
        offence_on as on_date,
        'offence' as what
    from offence_scored
    union all
    select
        person_id,
        sanction_on as on_date,
        'sanction' as what
    from sanction_occasion
    union all
    select
        person_id,
        coalesce(to_date, $as_at) as on_date,
        'time inside or away' as what
    from absence_current
    where from_date <= $as_at
    union all
    select
        person_id,
        coalesce(to_date, $as_at) as on_date,
        'supervision' as what
    from supervision_current
    where kind != 'none' and (from_date is null or from_date <= $as_at)
    union all
    select
        person_id,
        on_date,
        'intelligence' as what
    from intelligence_current
),

last_event as (
    select
        person_id,
        max(least(on_date, $as_at)) as last_on,
        arg_max(what, least(on_date, $as_at)) as last_what
    from event
    where on_date <= $as_at or what in ('time inside or away', 'supervision')
    group by person_id
),

met as (
    select
        o.person_id,
        c.group_no,
        any_value(c.offence_class) as why
    from offence_scored as o
    inner join code_in_class as k on o.code_id = k.code_id
    inner join review_class as c on k.offence_class = c.offence_class
    where o.offence_on <= $as_at
    group by o.person_id, c.group_no
    union all
    select
        s.person_id,
        c.group_no,
        any_value(c.offence_class) as why
    from sanction_occasion as s
    inner join code_in_class as k on s.principal_code_id = k.code_id
    inner join review_class as c on k.offence_class = c.offence_class
    where s.sanction_on <= $as_at
    group by s.person_id, c.group_no
    union all
    select
        p.person_id,
        g.group_no,
        case when p.mappa_category > 0 then 'MAPPA category' else 'registered sex offender' end as why
    from person_current as p
    inner join review_group as g on g.by_flags
    where p.mappa_category > 0 or p.mappa_level > 0 or p.registered_sex_offender
),

grouped as (
    select
        p.person_id,
        p.birth_date,
        coalesce(min(m.group_no), (select max(g.group_no) from review_group as g)) as group_no,
        coalesce(arg_min(m.why, m.group_no), 'none of the other groups') as why
    from person_current as p
    left join met as m on p.person_id = m.person_id
    group by p.person_id, p.birth_date
),

dated as (
    select
        d.person_id,
        d.group_no,
        d.why,
        e.last_on,
        e.last_what,
        (coalesce(e.last_on, $as_at) + to_years(case when e.last_on is null then 0 else g.first_years end))::date
            as due_on,
        g.every_years,
        (d.birth_date + to_years(g.until_age))::date as kept_until
    from grouped as d
    inner join review_group as g on d.group_no = g.group_no
    left join last_event as e on d.person_id = e.person_id
)

select
    person_id,
    group_no,
    why,
    last_on,
    last_what,
    due_on,
    (due_on + to_years((date_sub('year', due_on, $as_at) // every_years * every_years)::integer))::date as last_due_on,
    kept_until
from dated
where due_on <= $as_at
order by due_on, person_id
