-- Who is each person as at the date: age, alive, sex, flags?
-- Grain:   one row per person
-- Inputs:  person_current
-- Params:  $as_at
-- Age is in completed years; someone born on 29 February turns a year older on 1 March (DOMAIN.md 2). Where only
-- the month or the year of birth is known, the age is known if each day of it gives the same; before birth never.
-- Once any loaded source states a flag or MAPPA at all, silence about a person means none (DOMAIN.md 6);
-- where no source states it, it is unknown for everyone.
with stated as (
    select
        bool_or(mappa_category is not null) as mappa_category,
        bool_or(mappa_level is not null) as mappa_level,
        bool_or(domestic_abuse_perpetrator is not null) as domestic_abuse_perpetrator,
        bool_or(registered_sex_offender is not null) as registered_sex_offender
    from person_current
),

born as (
    select
        person_id,
        case birth_precision
            when 'year' then date_trunc('year', birth_date)::date
            when 'month' then date_trunc('month', birth_date)::date
            else birth_date
        end as earliest,
        case birth_precision
            when 'year' then make_date(year(birth_date), 12, 31)
            when 'month' then last_day(birth_date)
            else birth_date
        end as latest
    from person_current
),

aged as (
    select
        person_id,
        year($as_at) - year(earliest)
        - (100 * month($as_at) + day($as_at) < 100 * month(earliest) + day(earliest))::integer as oldest,
        year($as_at) - year(latest)
        - (100 * month($as_at) + day($as_at) < 100 * month(latest) + day(latest))::integer as youngest
    from born
)

select
    p.person_id,
    p.death_date,
    case when a.oldest = a.youngest and a.youngest >= 0 then a.youngest end as age,
    coalesce(p.death_date > $as_at, true) as alive,
    p.sex,
    case when s.mappa_category then coalesce(p.mappa_category, 0) end as mappa_category,
    case when s.mappa_level then coalesce(p.mappa_level, 0) end as mappa_level,
    case when s.domestic_abuse_perpetrator then coalesce(p.domestic_abuse_perpetrator, false) end
        as domestic_abuse_perpetrator,
    case when s.registered_sex_offender then coalesce(p.registered_sex_offender, false) end
        as registered_sex_offender
from person_current as p
inner join aged as a on p.person_id = a.person_id
cross join stated as s
