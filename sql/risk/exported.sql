-- What is each sanctioned person's risk worked out from, what does it come to, and what is missing?
-- Grain:   one row per person sanctioned by the date
-- Inputs:  risk_feature, risk_score, risk_missing
-- Params:  $as_at, $ogrs3_version, $arp_version, $vrp_version
-- A score of whose inputs anything is missing is NULL, also where no source covers the date.
select
    f.person_id,
    $as_at::date as as_at,
    f.history,
    f.history = 'local' as is_provisional,
    f.sex,
    f.sanctions,
    f.previous_sanctions,
    f.violent_sanctions,
    f.violence_unknown,
    f.first_sanction_on,
    f.current_sanction_on,
    f.is_conviction,
    f.ogrs3_group,
    f.ogrs4_category,
    f.is_dead,
    f.is_inside,
    f.released_on,
    f.planned_release,
    f.start_on,
    f.age_at_first_sanction,
    f.age_at_current_sanction,
    f.age_at_start,
    f.offence_free_months,
    case when m.ogrs3_missing is null then s.ogrs3_1y end as ogrs3_1y,
    case when m.ogrs3_missing is null then s.ogrs3_2y end as ogrs3_2y,
    case when m.ogrs3_missing is null then s.ogrs3_2y_band end as ogrs3_2y_band,
    case when m.arp_missing is null then s.arp end as arp,
    case when m.arp_missing is null then s.arp_band end as arp_band,
    case when m.vrp_missing is null then s.vrp end as vrp,
    case when m.vrp_missing is null then s.vrp_band end as vrp_band,
    m.ogrs3_missing,
    m.arp_missing,
    m.vrp_missing,
    $ogrs3_version as ogrs3_version,
    $arp_version as arp_version,
    $vrp_version as vrp_version
from risk_feature as f
inner join risk_score as s on f.person_id = s.person_id
inner join risk_missing as m on f.person_id = m.person_id
order by f.person_id
