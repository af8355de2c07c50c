-- From what is each person's risk of reoffending worked out, as at the date given for them?
-- Grain:   one row per person sanctioned by that date
-- Inputs:  {{ dates }}: person_id, as_at; sanction_occasion, absence_current, person_current, code_risk
-- Params:  $months_at_most
-- Blanks:  {{ dating }}: one_date, if {{ dates }} has a single row, for everyone; own_date, if it has one per person
-- Ages in completed years, from dates as numbers yyyymmdd: someone born on 29 February turns a year older on 1 March
-- (DOMAIN.md 2). Where only the month or year of birth is known, an age is known if each day of it gives the same.
-- start_on: start in the community, the later of the current sanction and the last release; of someone inside the
-- planned release held, the last of several; NULL if none lies ahead (DOMAIN.md 4). Out of area is not inside.
-- noqa: disable=ST03
with one_date_sanction as (
    select
        o.person_id,
        o.sanction_on,
        o.history,
        o.conviction,
        o.principal_code_id,
        o.violent
    from sanction_occasion as o
    cross join {{ dates }} as d
    where o.sanction_on <= d.as_at
),

own_date_sanction as (
    select
        o.person_id,
        o.sanction_on,
        o.history,
        o.conviction,
        o.principal_code_id,
        o.violent
    from sanction_occasion as o
    inner join {{ dates }} as d on o.person_id = d.person_id
    where o.sanction_on <= d.as_at
),

one_date_absence as (
    select
        a.person_id,
        a.kind,
        a.from_date,
        a.to_date,
        a.planned_release,
        d.as_at
    from absence_current as a
    cross join {{ dates }} as d
),

own_date_absence as (
    select
        a.person_id,
        a.kind,
        a.from_date,
        a.to_date,
        a.planned_release,
        d.as_at
    from absence_current as a
    inner join {{ dates }} as d on a.person_id = d.person_id
),

one_date_person as (
    select
        p.person_id,
        p.sex,
        p.birth_date,
        p.birth_precision,
        p.death_date,
        d.as_at
    from person_current as p
    cross join {{ dates }} as d
),

own_date_person as (
    select
        p.person_id,
        p.sex,
        p.birth_date,
        p.birth_precision,
        p.death_date,
        d.as_at
    from person_current as p
    inner join {{ dates }} as d on p.person_id = d.person_id
),

sanctioned as (
    select
        o.person_id,
        count(*) as sanctions,
        count(*) filter (where o.violent) as violent_sanctions,
        count(*) filter (where o.violent is null) as violence_unknown,
        min(o.sanction_on) as first_sanction_on,
        -- The last of them as one number, which is found faster than a row: its day, its code and two facts. A day
        -- has one occasion, and a person one history.
        max(
            (o.sanction_on - date '0001-01-01') * (1::bigint << 32)
            + 4 * o.principal_code_id
            + 2 * (o.history = 'complete')::integer
            + o.conviction::integer
        ) as last_sanction
    from {{ dating }}_sanction as o
    group by o.person_id
),

unpacked as (
    select
        person_id,
        sanctions,
        violent_sanctions,
        violence_unknown,
        first_sanction_on,
        date '0001-01-01' + (last_sanction >> 32)::integer as current_sanction_on,
        (last_sanction % (1::bigint << 32)) // 4 as principal_code_id,
        case when last_sanction % 4 >= 2 then 'complete' else 'local' end as history,
        last_sanction % 2 = 1 as is_conviction
    from sanctioned
),

custody as (
    select
        a.person_id,
        max(a.to_date) filter (where a.to_date <= a.as_at) as released_on,
        bool_or(a.to_date is null or a.to_date > a.as_at) as is_inside,
        max(a.planned_release) filter (
            where a.planned_release > a.as_at and (a.to_date is null or a.to_date > a.as_at)
        ) as planned_release
    from {{ dating }}_absence as a
    where
        a.kind in ('remand', 'sentence', 'recall', 'secure_hospital')
        and a.from_date <= a.as_at
        and (a.to_date is null or a.to_date > a.from_date)
    group by a.person_id
),

person as (
    select
        s.person_id,
        p.as_at,
        s.history,
        s.sanctions,
        s.violent_sanctions,
        s.violence_unknown,
        s.first_sanction_on,
        s.current_sanction_on,
        s.is_conviction,
        s.principal_code_id,
        r.ogrs3_group,
        r.ogrs4_category,
        case p.sex when 'male' then 'M' when 'female' then 'F' end as sex,
        p.birth_date,
        p.birth_precision,
        p.death_date <= p.as_at as is_dead,
        coalesce(c.is_inside, false) as is_inside,
        c.released_on,
        c.planned_release,
        case when c.is_inside then c.planned_release else greatest(s.current_sanction_on, c.released_on) end
            as start_on,
        case p.birth_precision
            when 'year' then 10000 * year(p.birth_date) + 101
            when 'month' then 10000 * year(p.birth_date) + 100 * month(p.birth_date) + 1
            else 10000 * year(p.birth_date) + 100 * month(p.birth_date) + day(p.birth_date)
        end::integer as born_earliest,
        case p.birth_precision
            when 'year' then 10000 * year(p.birth_date) + 1231
            when 'month' then 10000 * year(p.birth_date) + 100 * month(p.birth_date) + day(last_day(p.birth_date))
            else born_earliest
        end::integer as born_latest
    from unpacked as s
    inner join {{ dating }}_person as p on s.person_id = p.person_id
    left join code_risk as r on s.principal_code_id = r.code_id
    left join custody as c on s.person_id = c.person_id
),

numbered as (
    select
        person_id,
        as_at,
        history,
        sanctions,
        violent_sanctions,
        violence_unknown,
        first_sanction_on,
        current_sanction_on,
        is_conviction,
        principal_code_id,
        ogrs3_group,
        ogrs4_category,
        sex,
        birth_date,
        birth_precision,
        is_dead,
        is_inside,
        released_on,
        planned_release,
        start_on,
        born_earliest,
        born_latest,
        (10000 * year(first_sanction_on) + 100 * month(first_sanction_on) + day(first_sanction_on))::integer
            as first_number,
        (10000 * year(current_sanction_on) + 100 * month(current_sanction_on) + day(current_sanction_on))::integer
            as current_number,
        (10000 * year(start_on) + 100 * month(start_on) + day(start_on))::integer as start_number
    from person
)

select
    person_id,
    history,
    sanctions::integer as sanctions,
    (sanctions - 1)::integer as previous_sanctions,
    violent_sanctions::integer as violent_sanctions,
    violence_unknown::integer as violence_unknown,
    first_sanction_on,
    current_sanction_on,
    is_conviction,
    principal_code_id,
    ogrs3_group,
    ogrs4_category,
    sex,
    birth_date,
    birth_precision,
    coalesce(is_dead, false) as is_dead,
    is_inside,
    released_on,
    planned_release,
    start_on,
    case
        when
            first_number > born_latest
            and (first_number - born_earliest) // 10000 = (first_number - born_latest) // 10000
            then (first_number - born_latest) // 10000
    end as age_at_first_sanction,
    case
        when
            current_number > born_latest
            and (current_number - born_earliest) // 10000 = (current_number - born_latest) // 10000
            then (current_number - born_latest) // 10000
    end as age_at_current_sanction,
    case
        when
            start_number > born_latest
            and (start_number - born_earliest) // 10000 = (start_number - born_latest) // 10000
            then (start_number - born_latest) // 10000
    end as age_at_start,
    case
        when start_on > as_at then 0
        when start_on <= as_at then least($months_at_most, datesub('month', start_on, as_at))
    end as offence_free_months
from numbered
