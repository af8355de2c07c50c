-- On which days was each person convicted or cautioned, for which offence first of all, and was one violent?
-- Grain:   one row per person and day
-- Inputs:  sanction_version, offence_status_event, offence_scored, person_of_subject, subject,
--          subject_version, coverage_current, code_resolution, code_risk
-- Params:  $known_at, $seen_batch
-- The principal offence is the source's own marker, else the one of the highest weight, one with a weight before one
-- without, then the lowest code: its class, if it has one, and a blank is none. Violent: any of the offences is; NULL
-- if none is, and of one it is not known.
-- A source that declares its history complete alone counts up to its extract date; everything else counts
-- after it, so that one sanction dated days apart in two systems is not two (DOMAIN.md 2). A person whom the
-- complete source no longer knows has a local history; an offence that was withdrawn gives no sanction.
with complete_source as (
    select
        system,
        max(complete_to) as extracted_on
    from coverage_current
    where record_type = 'sanction' and history = 'complete'
    group by system
),

complete_person as (
    select
        p.person_id,
        max(c.extracted_on) as extracted_on
    from person_of_subject as p
    inner join subject as s on p.subject_id = s.subject_id
    inner join complete_source as c on s.system = c.system
    inner join subject_version as v on s.subject_id = v.subject_id
    where
        v.batch_id <= $seen_batch
        and v.known_from <= $known_at
        and (v.known_to is null or v.known_to > $known_at)
    group by p.person_id
),

-- In the order in which an offence is the principal one: the first of several, unless the source marks another.
ranked as (
    select
        c.code_id,
        c.code_kind,
        c.system,
        c.code_given,
        r.is_violent,
        row_number() over (
            order by
                c.weight desc nulls last,
                c.code_given = '',
                coalesce(c.ho_class, c.code_given) asc,
                c.code_given asc,
                c.code_id asc
        ) as place,
        count(*) over () as codes
    from code_resolution as c
    left join code_risk as r on c.code_id = r.code_id
),

sanction as (
    select
        p.person_id,
        v.on_date,
        v.kind = 'conviction' as conviction,
        case when v.principal then 0 else k.codes end + k.place as place,
        k.codes,
        k.is_violent,
        c.system is not null as from_complete
    from sanction_version as v
    inner join person_of_subject as p on v.subject_id = p.subject_id
    inner join ranked as k
        on
            v.code_kind = k.code_kind
            and coalesce(v.code_given, '') = k.code_given
            and case when v.code_kind = 'local' then v.system else '' end = k.system
    left join complete_source as c on v.system = c.system
    where
        v.batch_id <= $seen_batch
        and v.known_from <= $known_at
        and (v.known_to is null or v.known_to > $known_at)
    union all
    select
        p.person_id,
        e.on_date,
        e.status = 'convicted' as conviction,
        case when o.principal then 0 else k.codes end + k.place as place,
        k.codes,
        k.is_violent,
        false as from_complete
    from offence_status_event as e
    inner join person_of_subject as p on e.subject_id = p.subject_id
    inner join offence_scored as o on p.person_id = o.person_id and e.offence_id = o.offence_id
    inner join ranked as k on o.code_id = k.code_id
    where
        e.status in ('convicted', 'cautioned')
        and e.batch_id <= $seen_batch
        and e.known_from <= $known_at
        and (e.known_to is null or e.known_to > $known_at)
),

occasion as (
    select
        s.person_id,
        s.on_date as sanction_on,
        c.person_id is null as is_local,
        bool_or(s.conviction) as conviction,
        count(*) as sanctioned_offences,
        (min(s.place) - 1) % any_value(s.codes) + 1 as place,
        case when bool_or(s.is_violent) then true when count(*) = count(s.is_violent) then false end as violent
    from sanction as s
    left join complete_person as c on s.person_id = c.person_id
    where s.from_complete or c.person_id is null or s.on_date > c.extracted_on
    group by s.person_id, s.on_date, c.person_id
)

select
    o.person_id,
    o.sanction_on,
    case when o.is_local then 'local' else 'complete' end as history,
    o.conviction,
    o.sanctioned_offences,
    k.code_id as principal_code_id,
    o.violent
from occasion as o
inner join ranked as k on o.place = k.place
order by o.person_id, o.sanction_on
