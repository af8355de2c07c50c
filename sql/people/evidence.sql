-- What is held of some persons that tells whether two of them are one?
-- Grain:   one row per (person, what, value), with the systems that say it
-- Inputs:  subject_person, subject, subject_version, subject_name_version, subject_identifier_version,
--          home_area_version, offence_version
-- Params:  $people (person ids), $today
with member as (
    select
        subject_person.person_id,
        subject_person.subject_id,
        subject.system,
        subject.source_key
    from subject_person
    inner join subject on subject_person.subject_id = subject.subject_id
    where subject_person.known_to is null and subject_person.person_id in (select unnest($people))
),

told as (
    select
        m.person_id,
        m.system,
        v.birth_date,
        v.birth_precision,
        v.death_date,
        v.sex
    from member as m
    inner join subject_version as v on m.subject_id = v.subject_id
    where v.known_to is null
),

said as (
    select
        m.person_id,
        m.system,
        'name' as what,
        concat_ws(', ', n.surname, n.forenames) as value
    from member as m
    inner join subject_name_version as n on m.subject_id = n.subject_id
    where n.known_to is null
    union all
    select
        person_id,
        system,
        'birth date' as what,
        case coalesce(birth_precision, 'day')
            when 'year' then strftime(birth_date, '%Y')
            when 'month' then strftime(birth_date, '%Y-%m')
            else strftime(birth_date, '%Y-%m-%d')
        end as value
    from told
    where birth_date is not null
    union all
    select
        person_id,
        system,
        'death date' as what,
        strftime(death_date, '%Y-%m-%d') as value
    from told
    where death_date is not null
    union all
    select
        person_id,
        system,
        'sex' as what,
        sex as value
    from told
    where sex is not null
    union all
    select
        m.person_id,
        m.system,
        i.kind as what,
        i.value
    from member as m
    inner join subject_identifier_version as i on m.subject_id = i.subject_id
    where i.known_to is null
    union all
    select
        m.person_id,
        m.system,
        'home' as what,
        concat_ws(', ', h.area, h.district) as value
    from member as m
    inner join home_area_version as h on m.subject_id = h.subject_id
    where
        h.known_to is null
        and (h.from_date is null or h.from_date <= $today)
        and (h.to_date is null or h.to_date > $today)
    union all
    select
        person_id,
        system,
        'record' as what,
        system || ' ' || source_key || ' (subject ' || subject_id || ')' as value
    from member
    union all
    select
        m.person_id,
        m.system,
        'offences' as what,
        count(distinct o.offence_id) || ' in ' || m.system as value
    from member as m
    inner join offence_version as o on m.subject_id = o.subject_id
    where o.known_to is null
    group by m.person_id, m.system
)

select
    person_id,
    what,
    value,
    list(distinct system order by system) as systems
from said
group by person_id, what, value
order by person_id, what, value
