-- What would one person's scores be at coming month ends, if nothing new happened?
-- Grain:   one row per month, in order
-- Inputs:  risk_feature, risk_score: a row a month (sql/risk/ahead.sql)
-- Params:  none
select
    f.month_end,
    f.offence_free_months,
    s.ogrs3_2y,
    s.ogrs3_2y_band,
    s.arp,
    s.arp_band,
    s.vrp,
    s.vrp_band
from risk_feature as f
inner join risk_score as s on f.person_id = s.person_id
order by f.month_end
