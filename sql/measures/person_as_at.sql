-- Who is each person as at the date: age, alive, sex, flags?
-- Grain:   one row per person
-- Inputs:  person_current
-- Params:  $as_at
-- Age is in completed years; someone born on 29 February turns a year older on 1 March (DOMAIN.md 2).
-- Once any loaded source states a flag or MAPPA at all, silence about a person means none (DOMAIN.md 6);
-- where no source states it, it is unknown for everyone.
with stated as (
    select
        bool_or(mappa_category is not null) as mappa_category,
        bool_or(mappa_level is not null) as mappa_level,
        bool_or(domestic_abuse_perpetrator is not null) as domestic_abuse_perpetrator,
        bool_or(registered_sex_offender is not null) as registered_sex_offender
    from person_current
)

select
    p.person_id,
    p.death_date,
    year($as_at) - year(p.birth_date)
    - case
        when
            month($as_at) < month(p.birth_date)
            or (month($as_at) = month(p.birth_date) and day($as_at) < day(p.birth_date))
            then 1
        else 0
    end as age,
    coalesce(p.death_date > $as_at, true) as alive,
    p.sex,
    case when s.mappa_category then coalesce(p.mappa_category, 0) end as mappa_category,
    case when s.mappa_level then coalesce(p.mappa_level, 0) end as mappa_level,
    case when s.domestic_abuse_perpetrator then coalesce(p.domestic_abuse_perpetrator, false) end
        as domestic_abuse_perpetrator,
    case when s.registered_sex_offender then coalesce(p.registered_sex_offender, false) end
        as registered_sex_offender
from person_current as p
cross join stated as s
