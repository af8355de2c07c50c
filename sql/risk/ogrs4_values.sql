-- By what is each coefficient of ARP and of VRP multiplied?
-- Grain:   one row per person of whom every input that both need is known; a column for each term, by its label
-- Inputs:  risk_feature, ogrs4_coefficient
-- Params:  $convicted_from_age, $arp_model, $vrp_model, $arp_copas_years_added, $vrp_copas_years_added,
--          $rate_years_added
-- A term that does not concern someone is multiplied by nothing. arp_offence and vrp_offence: the coefficient of the
-- category itself, NULL where the model has none; the terms of violence are NULL where violence is not known.
with known as (
    select
        f.person_id,
        (f.sex = 'M')::integer as male,
        (f.sex = 'F')::integer as female,
        f.age_at_start::double as age,
        f.offence_free_months::double as months,
        f.sanctions,
        case when f.violence_unknown = 0 then f.violent_sanctions end as violent_sanctions,
        (f.age_at_current_sanction - f.age_at_first_sanction)::double as years,
        a.coefficient as arp_offence,
        v.coefficient as vrp_offence
    from risk_feature as f
    left join ogrs4_coefficient as a
        on f.ogrs4_category = a.level and a.model = $arp_model and a.term = 'OFFENCE'
    left join ogrs4_coefficient as v
        on f.ogrs4_category = v.level and v.model = $vrp_model and v.term = 'OFFENCE'
    where
        not f.is_dead
        and f.sex is not null
        and f.age_at_first_sanction >= $convicted_from_age
        and f.age_at_current_sanction is not null
        and f.age_at_start is not null
        and f.ogrs4_category is not null
)

select
    person_id,
    arp_offence,
    vrp_offence,
    1 as two_year_constant,
    male * age as aai_male,
    aai_male * age as aai_quadratic_male,
    aai_quadratic_male * age as aai_cubic_male,
    aai_cubic_male * age as aai_quartic_male,
    female * age as aai_female,
    aai_female * age as aai_quadratic_female,
    aai_quadratic_female * age as aai_cubic_female,
    aai_cubic_female * age as aai_quartic_female,
    female,
    sanctions as sanction_occasions,
    (sanctions = 1)::integer as first_sanction,
    (sanctions = 2)::integer as second_sanction,
    male * second_sanction * years as yrs_between_first_and_second_sanction_male,
    female * second_sanction * years as yrs_between_first_and_second_sanction_female,
    case when sanctions > 2 then ln(sanctions / (years + $arp_copas_years_added)) else 0 end as arp_copas,
    male * arp_copas as three_plus_sanctions_copas_g_male,
    three_plus_sanctions_copas_g_male * arp_copas as three_plus_sanctions_copas_squared_male,
    female * arp_copas as three_plus_sanctions_copas_g_female,
    three_plus_sanctions_copas_g_female * arp_copas as three_plus_sanctions_copas_squared_female,
    case when sanctions > 2 then ln(sanctions / (years + $vrp_copas_years_added)) else 0 end as vrp_copas,
    male * vrp_copas as three_plus_sanctions_copas_v_male,
    female * vrp_copas as three_plus_sanctions_copas_v_female,
    months as offence_free_months,
    offence_free_months * months as offence_free_months_quadratic,
    offence_free_months_quadratic * months as offence_free_months_cubic,
    offence_free_months_cubic * months as offence_free_months_quartic,
    male * (violent_sanctions = 0)::integer as never_violent_male,
    female * (violent_sanctions = 0)::integer as never_violent_female,
    (violent_sanctions = 1)::integer as once_violent,
    violent_sanctions,
    case
        when violent_sanctions > 0 then ln(violent_sanctions / (years + $rate_years_added))
        when violent_sanctions = 0 then 0
    end as violent_rate
from known
