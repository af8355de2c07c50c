-- What does each term of OGRS3 come to?
-- Grain:   one row per person of whom every input is known
-- Inputs:  risk_feature, ogrs3_coefficient
-- Params:  $previous_sanctions_at_most, $ogrs3_copas_years_added, $convicted_from_age
-- A current caution has the coefficient for its number among all sanctions. z is the sum of the terms: the intercept
-- of one or two years, copas_value times its coefficient, and three that are looked up (DOMAIN.md 4).
with single as (
    select
        max(coefficient) filter (where term = 'intercept_1yr') as intercept_1y,
        max(coefficient) filter (where term = 'intercept_2yr') as intercept_2y,
        max(coefficient) filter (where term = 'copas') as copas
    from ogrs3_coefficient
),

by_age as (
    select
        c.sex,
        a.age,
        c.coefficient
    from range(0, 400) as a (age)
    inner join ogrs3_coefficient as c
        on c.term = 'age_at_risk' and a.age >= c.age_from and (c.age_to is null or a.age <= c.age_to)
),

known as (
    select
        person_id,
        sex,
        age_at_start,
        ogrs3_group,
        least(previous_sanctions, $previous_sanctions_at_most) as previous_counted,
        age_at_current_sanction - age_at_first_sanction as years_since_first,
        case
            when is_conviction and previous_sanctions = 0 then 'conviction, no previous sanction'
            when is_conviction then 'conviction, 1+ previous sanctions'
            when sanctions = 1 then 'first caution, no conviction'
            when sanctions = 2 then 'second caution, no conviction'
            else 'third+ caution, no conviction'
        end as sanction_level
    from risk_feature
    where
        not is_dead
        and sex is not null
        and age_at_first_sanction >= $convicted_from_age
        and age_at_current_sanction is not null
        and age_at_start is not null
        and ogrs3_group is not null
)

select
    k.person_id,
    s.intercept_1y,
    s.intercept_2y,
    ln((1 + k.previous_counted) / ($ogrs3_copas_years_added + k.years_since_first)::double) as copas_value,
    s.copas as copas_coefficient,
    copas_value * s.copas as copas,
    k.sanction_level,
    l.coefficient as sanction,
    a.coefficient as age_sex,
    o.coefficient as offence
from known as k
cross join single as s
inner join by_age as a on k.sex = a.sex and k.age_at_start = a.age
inner join ogrs3_coefficient as l on l.term = 'sanction' and k.sanction_level = l.level
inner join ogrs3_coefficient as o on o.term = 'offence' and k.ogrs3_group = o.level
