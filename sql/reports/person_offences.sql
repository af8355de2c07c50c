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
),

theirs as materialized (
    select
        person_id,
        offence_id,
        system,
        offence_on,
        committed_from,
        recorded_on,
        code_id,
        severity,
        last_status,
        last_status_on,
        dated_inside,
        principal,
        area,
        victims,
        domestic_abuse,
        hate,
        weapon,
        alcohol,
        drugs
    from offence_scored
    where person_id = $person_id and offence_on <= $as_at
),

-- Of most offences the last status is that of the day too; only of the others are the spans read.
stood as (
    select
        offence_id,
        last_status as status,
        last_status_on as status_on
    from theirs
    where last_status_on <= $as_at
    union all
    select
        o.offence_id,
        s.status,
        s.from_date as status_on
    from theirs as o
    inner join offence_status_span as s on o.person_id = s.person_id and o.offence_id = s.offence_id
    where o.last_status_on > $as_at and s.from_date <= $as_at and s.to_date > $as_at
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
    status.status_on,
    offence.dated_inside,
    offence.principal,
    offence.area,
    offence.victims,
    offence.domestic_abuse,
    offence.hate,
    offence.weapon,
    offence.alcohol,
    offence.drugs
from theirs as offence
inner join code_resolution as code on offence.code_id = code.code_id
left join candidate on offence.code_id = candidate.code_id
left join offence_reference as reference on offence.offence_id = reference.offence_id
left join stood as status on offence.offence_id = status.offence_id
order by offence.offence_on desc, offence.offence_id asc
