-- Which persons bear a name that the text may be? Case, accents, apostrophes and runs of blanks do not count, and a
-- hyphen is a blank: O'Mara, O’MARA and OMARA are one name, as systems and typists write it.
-- Grain:   one row per person
-- Inputs:  subject_name_version, subject_version, person_of_subject
-- Params:  $surnames and $forenames (readings of the text, side by side; no forename: ''), $born (date or null)
with reading as (
    select
        unnest($surnames) as surname,
        unnest($forenames) as forenames
),

written as (
    select
        null as person_id,
        surname,
        forenames
    from reading
    union all
    select
        person_of_subject.person_id,
        name.surname,
        coalesce(name.forenames, '') as forenames
    from subject_name_version as name
    inner join person_of_subject on name.subject_id = person_of_subject.subject_id
    where name.known_to is null and name.surname is not null
),

plain as (
    select
        person_id,
        translate(strip_accents(lower(surname)), '-‐‑''’‘ʼ`´', '   ') as surname,
        translate(strip_accents(lower(forenames)), '-‐‑''’‘ʼ`´', '   ') as forenames
    from written
),

spaced as (
    select
        person_id,
        trim(regexp_replace(surname, '\s+', ' ', 'g')) as surname,
        trim(regexp_replace(forenames, '\s+', ' ', 'g')) as forenames
    from plain
),

wanted as (
    select
        surname,
        forenames
    from spaced
    where person_id is null
),

borne as (
    select
        person_id,
        surname,
        forenames
    from spaced
    where person_id is not null
),

born_then as (
    select distinct person_of_subject.person_id
    from subject_version as version
    inner join person_of_subject on version.subject_id = person_of_subject.subject_id
    where version.known_to is null and version.birth_date = $born
)

select distinct borne.person_id
from borne
inner join wanted
    on
        borne.surname = wanted.surname
        -- whole forenames from the first on: "Ann" finds "Ann Marie", not "Anna"
        and (wanted.forenames = '' or starts_with(borne.forenames || ' ', wanted.forenames || ' '))
where $born is null or borne.person_id in (select born_then.person_id from born_then)
order by borne.person_id
