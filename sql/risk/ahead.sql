-- From what would one person's scores be worked out at coming month ends, if nothing new happened?
-- Grain:   one row per month, with its number, from 1, in the place of the person's
-- Inputs:  risk_feature: of one person
-- Params:  $as_at, $months, $months_at_most
-- Months without offence run on from the start in the community; everything else is held as it is.
with month as (
    select
        r.n as month,
        last_day(date_trunc('month', $as_at + 1) + to_months(r.n - 1)) as month_end
    from range(1, $months + 1) as r (n)
)

select
    m.month as person_id,
    m.month_end,
    f.history,
    f.is_dead,
    f.sex,
    f.sanctions,
    f.previous_sanctions,
    f.violent_sanctions,
    f.violence_unknown,
    f.is_conviction,
    f.ogrs3_group,
    f.ogrs4_category,
    f.age_at_first_sanction,
    f.age_at_current_sanction,
    f.age_at_start,
    case
        when f.start_on > m.month_end then 0
        else least($months_at_most, datesub('month', f.start_on, m.month_end))
    end as offence_free_months
from risk_feature as f
cross join month as m
