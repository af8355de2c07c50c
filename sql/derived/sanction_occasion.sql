-- On which days was each person convicted or cautioned?
-- Grain:   one row per person and day
-- Inputs:  sanction_version, offence_status_event, offence_scored, person_of_subject, subject,
--          subject_version, coverage_current
-- Params:  $known_at, $seen_batch
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

sanction as (
    select
        p.person_id,
        v.on_date,
        v.kind = 'conviction' as conviction,
        c.system is not null as from_complete
    from sanction_version as v
    inner join person_of_subject as p on v.subject_id = p.subject_id
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
        false as from_complete
    from offence_status_event as e
    inner join person_of_subject as p on e.subject_id = p.subject_id
    inner join offence_scored as o on p.person_id = o.person_id and e.offence_id = o.offence_id
    where
        e.status in ('convicted', 'cautioned')
        and e.batch_id <= $seen_batch
        and e.known_from <= $known_at
        and (e.known_to is null or e.known_to > $known_at)
)

select
    s.person_id,
    s.on_date as sanction_on,
    case when c.person_id is null then 'local' else 'complete' end as history,
    bool_or(s.conviction) as conviction,
    count(*) as sanctioned_offences
from sanction as s
left join complete_person as c on s.person_id = c.person_id
where s.from_complete or c.person_id is null or s.on_date > c.extracted_on
group by s.person_id, s.on_date, c.person_id
order by s.person_id, s.on_date
