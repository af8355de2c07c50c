-- Which persons bear a name that the text may be? Case, accents and runs of blanks do not count.
-- Grain:   one row per person
-- Inputs:  subject_name_version, subject_version, person_of_subject
-- Params:  $surnames and $forenames (readings of the text, side by side; no forename: ''), $born (date or null)
with reading as (
    select
        unnest($surnames) as surname,
        unnest($forenames) as forenames
),

wanted as (
    select
        strip_accents(lower(surname)) as surname,
        strip_accents(lower(forenames)) as forenames
    from reading
),

borne as (
    select
        person_of_subject.person_id,
        strip_accents(lower(trim(regexp_replace(name.surname, '\s+', ' ', 'g')))) as surname,
        strip_accents(lower(trim(regexp_replace(coalesce(name.forenames, ''), '\s+', ' ', 'g')))) as forenames
    from subject_name_version as name
    inner join person_of_subject on name.subject_id = person_of_subject.subject_id
    where name.known_to is null and name.surname is not null
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
