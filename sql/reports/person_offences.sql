-- Which offences of the person are dated up to the day, and where does each stand?
-- Grain:   one row per offence; moved_later: its last status came after the day, so none is said here
-- Inputs:  offence_scored, offence_reference
-- Params:  $person_id, $as_at
select
    offence.offence_id,
    offence.system,
    reference.reference,
    offence.offence_on,
    offence.committed_from,
    offence.recorded_on,
    offence.code_id,
    offence.severity,
    case when offence.last_status_on <= $as_at then offence.last_status end as status,
    case when offence.last_status_on <= $as_at then offence.last_status_on end as status_on,
    coalesce(offence.last_status_on > $as_at, false) as moved_later,
    offence.dated_inside,
    offence.principal,
    offence.area,
    offence.victims,
    offence.domestic_abuse,
    offence.hate,
    offence.weapon,
    offence.alcohol,
    offence.drugs
from offence_scored as offence
left join offence_reference as reference on offence.offence_id = reference.offence_id
where offence.person_id = $person_id and offence.offence_on <= $as_at
