-- Who is each person as at the date: age, alive, sex, flags?
-- Grain:   one row per person
-- Inputs:  person_current
-- Params:  $as_at
-- Age is in completed years; someone born on 29 February turns a year older on 1 March (DOMAIN.md 2).
select
    person_id,
    death_date,
    year($as_at) - year(birth_date)
    - case
        when
            month($as_at) < month(birth_date)
            or (month($as_at) = month(birth_date) and day($as_at) < day(birth_date))
            then 1
        else 0
    end as age,
    coalesce(death_date > $as_at, true) as alive,
    sex,
    mappa_category,
    mappa_level,
    domestic_abuse_perpetrator,
    registered_sex_offender
from person_current
