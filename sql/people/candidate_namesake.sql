-- Which persons touched by this import share surname, birth date and sex with another person?
-- Grain:   one row per pair of persons
-- Inputs:  subject_person, subject_version, subject_name_version, joining_subject
-- Params:  $batch_id
-- Surnames are compared trimmed, without case and accents; birth dates only at the same precision.
create or replace temp table candidate as
with told as (
    select
        subject_person.person_id,
        strip_accents(lower(trim(name.surname))) as surname,
        version.birth_date,
        coalesce(version.birth_precision, 'day') as birth_precision,
        version.sex,
        bool_or(
            coalesce(joining_subject.is_new, false) or version.batch_id = $batch_id or name.batch_id = $batch_id
        ) as is_fresh
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
        and version.sex is not null
    group by
        subject_person.person_id,
        strip_accents(lower(trim(name.surname))),
        version.birth_date,
        coalesce(version.birth_precision, 'day'),
        version.sex
)

select distinct
    least(fresh.person_id, other.person_id) as low_person_id,
    greatest(fresh.person_id, other.person_id) as high_person_id,
    'the same surname, birth date and sex' as basis,
    'no strong identifier agrees' as against
from told as fresh
inner join told as other
    on
        fresh.surname = other.surname
        and fresh.birth_date = other.birth_date
        and fresh.birth_precision = other.birth_precision
        and fresh.sex = other.sex
        and fresh.person_id != other.person_id
where fresh.is_fresh
