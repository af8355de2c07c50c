-- Who is each person as at the date: age, alive, sex, flags, and where they live if only one home is known of them?
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

-- What a birthday later in the year takes off, by the first and the last day on which someone may be born.
aged as (
    select
        person_id,
        death_date,
        sex,
        mappa_category,
        mappa_level,
        domestic_abuse_perpetrator,
        registered_sex_offender,
        only_area,
        only_district,
        only_from,
        only_to,
        year($as_at) - year(birth_date) as years,
        case birth_precision
            when 'year' then 0
            when 'month' then (100 * month($as_at) + day($as_at) < 100 * month(birth_date) + 1)::integer
            else (100 * month($as_at) + day($as_at) < 100 * month(birth_date) + day(birth_date))::integer
        end as less_if_earliest,
        case birth_precision
            when 'year' then (100 * month($as_at) + day($as_at) < 1231)::integer
            when 'month'
                then (100 * month($as_at) + day($as_at) < 100 * month(birth_date) + day(last_day(birth_date)))::integer
        end as less_if_latest
    from person_current
)

select
    a.person_id,
    a.death_date,
    case
        when
            a.years - a.less_if_earliest >= 0
            and (a.less_if_latest is null or a.less_if_latest = a.less_if_earliest)
            then a.years - a.less_if_earliest
    end as age,
    coalesce(a.death_date > $as_at, true) as alive,
    a.sex,
    case when s.mappa_category then coalesce(a.mappa_category, 0) end as mappa_category,
    case when s.mappa_level then coalesce(a.mappa_level, 0) end as mappa_level,
    case when s.domestic_abuse_perpetrator then coalesce(a.domestic_abuse_perpetrator, false) end
        as domestic_abuse_perpetrator,
    case when s.registered_sex_offender then coalesce(a.registered_sex_offender, false) end
        as registered_sex_offender,
    case
        when (a.only_from is null or a.only_from <= $as_at) and (a.only_to is null or a.only_to > $as_at)
            then a.only_area
    end as only_area,
    case
        when (a.only_from is null or a.only_from <= $as_at) and (a.only_to is null or a.only_to > $as_at)
            then a.only_district
    end as only_district
from aged as a
cross join stated as s
