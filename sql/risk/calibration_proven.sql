-- Who was found to have offended in the time followed?
-- Grain:   one row per person with an offence then that was proven by the day it is looked up
-- Inputs:  calibration_followed, offence_scored, offence_status_span, code_risk
-- violence_unknown: of a proven offence it is not known whether it is violent, and none is known to be.
-- By key first, then by date: joined by date first, many people take minutes.
with fell as materialized (
    select
        f.person_id,
        f.status_at,
        o.offence_id,
        o.code_id
    from calibration_followed as f
    inner join offence_scored as o on f.person_id = o.person_id
    where o.offence_on > f.as_at and o.offence_on <= f.follow_to
)

select
    f.person_id,
    count(*) as offences,
    coalesce(bool_or(r.is_violent), false) as violent,
    not violent and count(*) > count(r.is_violent) as violence_unknown
from fell as f
inner join offence_status_span as s on f.person_id = s.person_id and f.offence_id = s.offence_id
left join code_risk as r on f.code_id = r.code_id
where
    s.status in ('convicted', 'cautioned')
    and s.from_date <= f.status_at
    and (s.to_date is null or s.to_date > f.status_at)
group by f.person_id
