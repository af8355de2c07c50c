-- By what is each coefficient of VRP multiplied?
-- Grain:   one row per person of whom every input is known; a column for each term of the model, by its label
-- Inputs:  risk_feature, ogrs4_coefficient
-- Params:  $convicted_from_age, $vrp_model, $vrp_copas_years_added, $rate_years_added
-- A term that does not concern someone is multiplied by nothing. offence: the coefficient of the category itself.
with known as (
    select
        f.person_id,
        (f.sex = 'M')::integer as male,
        (f.sex = 'F')::integer as female,
        f.age_at_start::double as age,
        f.offence_free_months::double as months,
        f.sanctions,
        f.violent_sanctions,
        (f.age_at_current_sanction - f.age_at_first_sanction)::double as years,
        o.coefficient as offence
    from risk_feature as f
    inner join ogrs4_coefficient as o
        on f.ogrs4_category = o.level and o.model = $vrp_model and o.term = 'OFFENCE'
    where
        not f.is_dead
        and f.sex is not null
        and f.age_at_first_sanction >= $convicted_from_age
        and f.age_at_current_sanction is not null
        and f.age_at_start is not null
        and f.violence_unknown = 0
)

select
    person_id,
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
    offence,
    sanctions as sanction_occasions,
    (sanctions = 1)::integer as first_sanction,
    (sanctions = 2)::integer as second_sanction,
    male * second_sanction * years as yrs_between_first_and_second_sanction_male,
    female * second_sanction * years as yrs_between_first_and_second_sanction_female,
    case when sanctions > 2 then ln(sanctions / (years + $vrp_copas_years_added)) else 0 end as copas,
    male * copas as three_plus_sanctions_copas_v_male,
    female * copas as three_plus_sanctions_copas_v_female,
    months as offence_free_months,
    offence_free_months * months as offence_free_months_quadratic,
    offence_free_months_quadratic * months as offence_free_months_cubic,
    offence_free_months_cubic * months as offence_free_months_quartic,
    male * (violent_sanctions = 0)::integer as never_violent_male,
    female * (violent_sanctions = 0)::integer as never_violent_female,
    (violent_sanctions = 1)::integer as once_violent,
    violent_sanctions,
    case when violent_sanctions > 0 then ln(violent_sanctions / (years + $rate_years_added)) else 0 end as violent_rate
from known
