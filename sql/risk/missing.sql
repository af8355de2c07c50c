-- For which reasons does a person have no score of a model?
-- Grain:   one row per person sanctioned by the date; of each model the reasons as codes, a blank between; NULL: none
-- Inputs:  risk_feature, ogrs3_coefficient, ogrs4_coefficient
-- Params:  $is_covered, $convicted_from_age, $arp_model, $vrp_model
-- The codes, in words in iom/risk/missing.py, are the conditions under which sql/risk/*_values.sql leave someone out.
-- An age that is not known: before_birth if no birth date that is possible comes before the first sanction,
-- birth_precision if only some do, or if the age differs among them.
with aged as (
    select
        person_id,
        age_at_first_sanction,
        case
            when birth_date is null then 'birth_date'
            when first_sanction_on <= date_trunc(coalesce(birth_precision, 'day'), birth_date) then 'before_birth'
            when
                age_at_first_sanction is null
                or age_at_current_sanction is null
                or (start_on is not null and age_at_start is null)
                then 'birth_precision'
        end as birth,
        case when is_dead then 'dead' end as death,
        case when sex is null then 'sex' end as sex,
        case when start_on is null then 'release' end as release,
        case when violence_unknown > 0 then 'violence' end as violence,
        ogrs3_group,
        ogrs4_category
    from risk_feature
),

ogrs3_level as (
    select level
    from ogrs3_coefficient
    where term = 'offence'
),

arp_level as (
    select level
    from ogrs4_coefficient
    where model = $arp_model and term = 'OFFENCE'
),

vrp_level as (
    select level
    from ogrs4_coefficient
    where model = $vrp_model and term = 'OFFENCE'
),

shared as (
    select
        a.person_id,
        nullif(
            concat_ws(
                ' ', case when not $is_covered then 'not_covered' end, a.death, a.sex, a.birth, a.release
            ),
            ''
        ) as reasons,
        case when a.age_at_first_sanction < $convicted_from_age then 'under_age' end as under_age,
        case when o.level is null then 'offence' end as ogrs3_offence,
        case when r.level is null then 'offence' end as arp_offence,
        case when v.level is null then 'offence' end as vrp_offence,
        a.violence
    from aged as a
    left join ogrs3_level as o on a.ogrs3_group = o.level
    left join arp_level as r on a.ogrs4_category = r.level
    left join vrp_level as v on a.ogrs4_category = v.level
)

select
    person_id,
    nullif(concat_ws(' ', reasons, under_age, ogrs3_offence), '') as ogrs3_missing,
    nullif(concat_ws(' ', reasons, under_age, arp_offence), '') as arp_missing,
    nullif(concat_ws(' ', reasons, under_age, vrp_offence, violence), '') as vrp_missing
from shared
