-- Which of some persons contradict each other, and in what?
-- Grain:   one row per (pair of persons, against)
-- Inputs:  subject_person, subject_version, subject_identifier_version, match_proposal
-- Params:  $people (person ids)
-- By the rules of joining: no PNC ID in common, or sex and birth date both different, at the coarser precision.
with member as (
    select
        subject_id,
        person_id
    from subject_person
    where known_to is null and person_id in (select unnest($people))
),

pnc as (
    select
        m.person_id,
        m.subject_id,
        list(distinct i.value) as held
    from member as m
    inner join subject_identifier_version as i on m.subject_id = i.subject_id
    where i.known_to is null and i.kind = 'pnc_id'
    group by m.person_id, m.subject_id
),

told as (
    select
        m.person_id,
        v.sex,
        v.birth_date,
        coalesce(v.birth_precision, 'day') as birth_precision
    from member as m
    inner join subject_version as v on m.subject_id = v.subject_id
    where v.known_to is null and v.sex is not null and v.birth_date is not null
)

select
    one.person_id as one_person_id,
    other.person_id as other_person_id,
    'different PNC IDs' as against
from pnc as one
inner join pnc as other on one.person_id < other.person_id and not list_has_any(one.held, other.held)
union
select
    one.person_id as one_person_id,
    other.person_id as other_person_id,
    'sex and birth date both different' as against
from told as one
inner join told as other on one.person_id < other.person_id and one.sex != other.sex
where
    date_trunc('year', one.birth_date) != date_trunc('year', other.birth_date)
    or (
        date_trunc('month', one.birth_date) != date_trunc('month', other.birth_date)
        and 'year' not in (one.birth_precision, other.birth_precision)
    )
    or (one.birth_date != other.birth_date and one.birth_precision = 'day' and other.birth_precision = 'day')
union
select
    low_person_id as one_person_id,
    high_person_id as other_person_id,
    'kept apart by a decision' as against
from match_proposal
where
    state = 'kept_apart'
    and low_person_id in (select unnest($people))
    and high_person_id in (select unnest($people))
order by one_person_id, other_person_id, against
