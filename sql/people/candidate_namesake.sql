-- Which persons touched by this import share surname, birth date and sex with another person? Where the sex of one of
-- the two is not known, forenames must agree instead: a source may have no such column.
-- Grain:   one row per pair of persons
-- Inputs:  subject_person, subject_version, subject_name_version, joining_subject
-- Params:  $batch_id
-- Surnames are compared trimmed, without case and accents; birth dates only at the same precision; forenames as
-- found_by_name.sql compares names, whole.
create or replace temp table candidate as
with of_subject as (
    select
        subject_person.person_id,
        strip_accents(lower(trim(name.surname))) as surname,
        version.birth_date,
        coalesce(version.birth_precision, 'day') as birth_precision,
        version.sex,
        trim(
            regexp_replace(
                translate(strip_accents(lower(coalesce(name.forenames, ''))), '-‐‑''’‘ʼ`´', '   '), '\s+', ' ', 'g'
            )
        ) as forenames,
        coalesce(joining_subject.is_new, false)
        or version.batch_id = $batch_id
        or name.batch_id = $batch_id as is_fresh
    from subject_person
    inner join subject_version as version on subject_person.subject_id = version.subject_id
    inner join subject_name_version as name on subject_person.subject_id = name.subject_id
    left join joining_subject on subject_person.subject_id = joining_subject.subject_id
    where
        subject_person.known_to is null
        and version.known_to is null
        and name.known_to is null
        and trim(name.surname) != ''
        and version.birth_date is not null
),

-- Whoever is of a known sex by any record is not of an unknown one by another.
sexed as (
    select distinct subject_person.person_id
    from subject_person
    inner join subject_version as version on subject_person.subject_id = version.subject_id
    where subject_person.known_to is null and version.known_to is null and version.sex is not null
),

told as (
    select
        person_id,
        surname,
        birth_date,
        birth_precision,
        sex,
        bool_or(is_fresh) as is_fresh
    from of_subject
    where sex is not null
    group by person_id, surname, birth_date, birth_precision, sex
),

named as (
    select
        person_id,
        surname,
        forenames,
        birth_date,
        birth_precision,
        person_id in (select s.person_id from sexed as s) as is_sexed,
        bool_or(is_fresh) as is_fresh
    from of_subject
    where forenames != ''
    group by person_id, surname, forenames, birth_date, birth_precision
),

agreeing as (
    select
        fresh.person_id,
        other.person_id as other_person_id,
        'the same surname, birth date and sex' as basis
    from told as fresh
    inner join told as other
        on
            fresh.surname = other.surname
            and fresh.birth_date = other.birth_date
            and fresh.birth_precision = other.birth_precision
            and fresh.sex = other.sex
            and fresh.person_id != other.person_id
    where fresh.is_fresh
    union all
    select
        known.person_id,
        other.person_id as other_person_id,
        'the same surname, forenames and birth date, the sex of one not known' as basis
    from named as known
    inner join named as other
        on
            known.surname = other.surname
            and known.forenames = other.forenames
            and known.birth_date = other.birth_date
            and known.birth_precision = other.birth_precision
    where known.is_sexed and not other.is_sexed and (known.is_fresh or other.is_fresh)
)

select
    least(person_id, other_person_id) as low_person_id,
    greatest(person_id, other_person_id) as high_person_id,
    min(basis) as basis,
    'no strong identifier agrees' as against
from agreeing
group by least(person_id, other_person_id), greatest(person_id, other_person_id)
