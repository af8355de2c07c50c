-- Which persons, joined of several subjects, hold records that contradict each other since this import changed one?
-- Grain:   one row per person
-- Inputs:  subject_person, subject_version, subject_identifier_version, person_restriction, restricted_subject
-- Params:  $batch_id, $moment
-- By the rules of joining: no PNC ID in common, or sex and birth date both different. The join is not undone.
-- Whoever is restricted is left out: nobody can look, or decide, until that is lifted.
with changed as (
    select subject_id
    from subject_identifier_version
    where batch_id = $batch_id or known_to = $moment
    union
    select subject_id
    from subject_version
    where batch_id = $batch_id
),

belonging as (
    select
        p.subject_id,
        p.person_id,
        c.subject_id is not null as is_changed
    from subject_person as p
    left join changed as c on p.subject_id = c.subject_id
    where p.known_to is null
),

-- Only persons of several subjects can contradict themselves: few, so that the pairs below stay few.
joined as (
    select person_id
    from belonging
    group by person_id
    having count(*) > 1 and bool_or(is_changed)
),

seen as (
    select person_id
    from joined
    where
        person_id not in (
            select held.person_id
            from belonging as held
            inner join restricted_subject as subject on held.subject_id = subject.subject_id
            inner join person_restriction as restriction on subject.restriction_id = restriction.restriction_id
            where restriction.lifted_at is null
        )
),

member as (
    select
        b.subject_id,
        b.person_id,
        b.is_changed
    from belonging as b
    inner join seen as j on b.person_id = j.person_id
),

pair as (
    select
        one.person_id,
        one.subject_id as one_id,
        other.subject_id as other_id
    from member as one
    inner join member as other on one.person_id = other.person_id and one.subject_id != other.subject_id
    where one.is_changed
),

pnc as (
    select
        subject_id,
        value
    from subject_identifier_version
    where known_to is null and kind = 'pnc_id'
),

told as (
    select
        m.person_id,
        m.subject_id,
        m.is_changed,
        v.sex,
        v.birth_date,
        coalesce(v.birth_precision, 'day') as birth_precision
    from member as m
    inner join subject_version as v on m.subject_id = v.subject_id
    where v.known_to is null and v.sex is not null and v.birth_date is not null
)

select p.person_id
from pair as p
where
    p.one_id in (select n.subject_id from pnc as n)
    and p.other_id in (select n.subject_id from pnc as n)
    and not exists (
        select 1
        from pnc as same
        inner join pnc as twin on same.value = twin.value
        where same.subject_id = p.one_id and twin.subject_id = p.other_id
    )
union
select one.person_id
from told as one
inner join told as other on one.person_id = other.person_id and one.subject_id != other.subject_id
where
    one.is_changed
    and one.sex != other.sex
    and (
        date_trunc('year', one.birth_date) != date_trunc('year', other.birth_date)
        or (
            date_trunc('month', one.birth_date) != date_trunc('month', other.birth_date)
            and 'year' not in (one.birth_precision, other.birth_precision)
        )
        or (one.birth_date != other.birth_date and one.birth_precision = 'day' and other.birth_precision = 'day')
    )
order by person_id
