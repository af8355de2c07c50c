-- Which offences of the person are dated up to the day, how does each code resolve, where does each stand?
-- Grain:   one row per offence
-- Inputs:  offence_scored, offence_reference, code_resolution, code_candidate, offence_status_span
-- Params:  $person_id, $as_at
with candidate as (
    select
        code_id,
        list(title order by recorded_code) filter (where title is not null) as titles
    from code_candidate
    group by code_id
)

select
    offence.offence_id,
    offence.system,
    reference.reference,
    offence.offence_on,
    offence.committed_from,
    offence.recorded_on,
    code.code_kind,
    code.code_given,
    code.title,
    code.ho_class,
    code.recorded_code,
    code.how,
    code.why,
    candidate.titles as candidate_titles,
    offence.severity,
    status.status,
    status.from_date as status_on,
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
inner join code_resolution as code on offence.code_id = code.code_id
left join candidate on offence.code_id = candidate.code_id
left join offence_reference as reference on offence.offence_id = reference.offence_id
left join offence_status_span as status
    on
        offence.person_id = status.person_id
        and offence.offence_id = status.offence_id
        and status.from_date <= $as_at
        and (status.to_date is null or status.to_date > $as_at)
where offence.person_id = $person_id and offence.offence_on <= $as_at
order by offence.offence_on desc, offence.offence_id asc
