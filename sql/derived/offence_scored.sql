-- Every offence of every person: when, what, how severe, where it stands, and whether they were inside.
-- Grain:   one row per (person, offence reference)
-- Inputs:  offence_version, person_of_subject, code_resolution, offence_status_span, absence_merged
-- Params:  $known_at, $seen_batch, $severity_vintage
-- last_standing numbers what the last status shows, as sql/measures/offence_as_at.sql does.
-- Ordered by (calendar year, person, date), so that a window reads few blocks and a person's rows lie together.
with several_subjects as (
    select person_id
    from person_of_subject
    group by person_id
    having count(*) > 1
),

-- read anew wherever it is named: to keep all offences of everyone in between costs more
said as not materialized (
    select
        p.person_id,
        o.offence_id,
        o.system,
        o.committed_from,
        o.offence_on,
        o.recorded_on,
        o.linked_on,
        o.code_kind,
        o.code_given,
        o.principal,
        o.area,
        o.victims,
        o.domestic_abuse,
        o.hate,
        o.weapon,
        o.alcohol,
        o.drugs,
        o.known_from,
        o.subject_id
    from offence_version as o
    inner join person_of_subject as p on o.subject_id = p.subject_id
    where
        o.batch_id <= $seen_batch
        and o.known_from <= $known_at
        and (o.known_to is null or o.known_to > $known_at)
),

-- Several of the person's subjects on one reference: the last to change speaks, then the lower id.
in_turn as (
    select
        subject_id,
        offence_id,
        row_number() over (partition by person_id, offence_id order by known_from desc, subject_id asc) as place
    from said
    where person_id in (select n.person_id from several_subjects as n)
),

overruled as (
    select
        subject_id,
        offence_id
    from in_turn
    where place > 1
),

spoken as not materialized (
    select
        s.person_id,
        s.offence_id,
        s.system,
        s.committed_from,
        s.offence_on,
        s.recorded_on,
        s.linked_on,
        s.code_kind,
        s.code_given,
        s.principal,
        s.area,
        s.victims,
        s.domestic_abuse,
        s.hate,
        s.weapon,
        s.alcohol,
        s.drugs
    from said as s
    anti join overruled as r on s.subject_id = r.subject_id and s.offence_id = r.offence_id
),

-- An inner join, apart: as a left join it did not end in ten minutes where a few people have many offences and spells.
dated_inside as (
    select
        s.person_id,
        s.offence_id
    from spoken as s
    inner join absence_merged as a
        on
            s.person_id = a.person_id
            and a.kind = 'any'
            and s.offence_on >= a.from_date
            and (a.to_date is null or s.offence_on < a.to_date)
)

select
    s.person_id,
    s.offence_id,
    s.system,
    s.offence_on,
    s.committed_from,
    s.recorded_on,
    s.linked_on,
    c.code_id,
    c.weight as severity,
    $severity_vintage as severity_vintage,
    t.status as last_status,
    t.from_date as last_status_on,
    case
        when t.status in ('convicted', 'cautioned') then 3
        when t.status = 'charged' then 2
        when t.status in ('arrested', 'suspect') then 1
        else 0
    end::tinyint as last_standing,
    i.offence_id is not null as dated_inside,
    s.principal,
    s.area,
    s.victims,
    s.domestic_abuse,
    s.hate,
    s.weapon,
    s.alcohol,
    s.drugs
from spoken as s
inner join code_resolution as c
    on
        s.code_kind = c.code_kind
        and coalesce(s.code_given, '') = c.code_given
        and case when s.code_kind = 'local' then s.system else '' end = c.system
left join offence_status_span as t
    on s.person_id = t.person_id and s.offence_id = t.offence_id and t.to_date is null
left join dated_inside as i on s.person_id = i.person_id and s.offence_id = i.offence_id
order by year(s.offence_on), s.person_id, s.offence_on, s.offence_id
