-- Whose record is due for review by a day: in which group, since when, and after which last event?
-- Grain:   one row per person who is due, the longest due first
-- Inputs:  person_current, person_of_subject, offence_scored, offence_status_event, sanction_version, code_resolution,
--          code_in_class, absence_current, supervision_current, intelligence_current, review_group, review_class
-- Params:  $as_at
-- The clear period runs from the last event up to the day: an offence whatever came of it, a sanction, the end of time
-- inside or of supervision, intelligence. Time inside or supervision that runs on has no clear period: never due.
-- Someone of whom there is no event at all is due at once: nothing says why they are held. Of whom all events come
-- after the day, nothing is due by it.
-- Sanctions are all that any source says now, not the occasions counted elsewhere: those keep one class a day, and
-- leave out what another source is to say. So one more event never brings a review forward.
with sanction as (
    select
        p.person_id,
        v.on_date,
        k.code_id
    from sanction_version as v
    inner join person_of_subject as p on v.subject_id = p.subject_id
    inner join code_resolution as k
        on
            v.code_kind = k.code_kind
            and coalesce(v.code_given, '') = k.code_given
            and case when v.code_kind = 'local' then v.system else '' end = k.system
    where v.known_to is null
    union all
    select
        p.person_id,
        e.on_date,
        o.code_id
    from offence_status_event as e
    inner join person_of_subject as p on e.subject_id = p.subject_id
    inner join offence_scored as o on p.person_id = o.person_id and e.offence_id = o.offence_id
    where e.status in ('convicted', 'cautioned') and e.known_to is null
),

event as (
    select
        person_id,
        offence_on as from_date,
        offence_on as on_date,
        'offence' as what
    from offence_scored
    union all
    select
        person_id,
        on_date as from_date,
        on_date,
        'sanction' as what
    from sanction
    union all
    select
        person_id,
        from_date,
        coalesce(to_date, $as_at) as on_date,
        'time inside or away' as what
    from absence_current
    union all
    select
        person_id,
        coalesce(from_date, least(to_date, $as_at)) as from_date,
        coalesce(to_date, $as_at) as on_date,
        'supervision' as what
    from supervision_current
    where kind != 'none'
    union all
    select
        person_id,
        on_date as from_date,
        on_date,
        'intelligence' as what
    from intelligence_current
),

-- Of several that end on one day, the last by name.
last_event as (
    select
        person_id,
        max(least(on_date, $as_at)) filter (where from_date <= $as_at) as last_on,
        arg_max(what, (least(on_date, $as_at), what)) filter (where from_date <= $as_at) as last_what
    from event
    group by person_id
),

met as (
    select
        o.person_id,
        c.group_no,
        2 as place,
        min(c.offence_class) as why
    from offence_scored as o
    inner join code_in_class as k on o.code_id = k.code_id
    inner join review_class as c on k.offence_class = c.offence_class
    where o.offence_on <= $as_at
    group by o.person_id, c.group_no
    union all
    select
        s.person_id,
        c.group_no,
        2 as place,
        min(c.offence_class) as why
    from sanction as s
    inner join code_in_class as k on s.code_id = k.code_id
    inner join review_class as c on k.offence_class = c.offence_class
    where s.on_date <= $as_at
    group by s.person_id, c.group_no
    union all
    select
        p.person_id,
        g.group_no,
        1 as place,
        case
            when p.mappa_category > 0 then 'MAPPA category'
            when p.registered_sex_offender then 'registered sex offender'
            else 'MAPPA level'
        end as why
    from person_current as p
    inner join review_group as g on g.by_flags
    where p.mappa_category > 0 or p.mappa_level > 0 or p.registered_sex_offender
),

-- Of several reasons for one group, a flag, then the first class by name.
grouped as (
    select
        p.person_id,
        p.birth_date,
        coalesce(min(m.group_no), (select max(g.group_no) from review_group as g)) as group_no,
        coalesce(arg_min(m.why, (m.group_no, m.place, m.why)), 'none of the other groups') as why
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
        -- of whom all events come later there is neither day, and no review
        case
            when e.person_id is null then $as_at
            else (e.last_on + to_years(g.first_years))::date
        end as due_on,
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
