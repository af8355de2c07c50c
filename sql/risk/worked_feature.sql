-- From what are a person's scores worked out, and what did they come to?
-- Grain:   one row per person of risk_feature
-- Inputs:  risk_feature, risk_score, risk_missing, code_resolution
-- Params:  none
select
    f.person_id,
    f.history,
    f.sanctions,
    f.previous_sanctions,
    f.violent_sanctions,
    f.violence_unknown,
    f.first_sanction_on,
    f.current_sanction_on,
    f.is_conviction,
    f.ogrs3_group,
    f.ogrs4_category,
    f.sex,
    f.birth_precision,
    f.is_dead,
    f.is_inside,
    f.released_on,
    f.planned_release,
    f.start_on,
    f.age_at_first_sanction,
    f.age_at_current_sanction,
    f.age_at_start,
    f.offence_free_months,
    r.code_kind,
    r.code_given,
    r.how,
    r.why,
    s.ogrs3_1y_z,
    s.ogrs3_2y_z,
    s.arp_z,
    s.vrp_z,
    s.ogrs3_1y,
    s.ogrs3_2y,
    s.arp,
    s.vrp,
    s.ogrs3_2y_band,
    s.arp_band,
    s.vrp_band,
    m.ogrs3_missing,
    m.arp_missing,
    m.vrp_missing
from risk_feature as f
inner join risk_score as s on f.person_id = s.person_id
inner join risk_missing as m on f.person_id = m.person_id
left join code_resolution as r on f.principal_code_id = r.code_id
order by f.person_id
