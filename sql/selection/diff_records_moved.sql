-- Which records were one person's as known at one moment, and another person's as known at another?
-- Grain:   one row per pair of persons
-- Inputs:  subject_person, diff_pair
-- Params:  $known_before, $seen_before, $known_after, $seen_after
with before as (
    select
        subject_id,
        person_id
    from subject_person
    where
        (batch_id is null or batch_id <= $seen_before)
        and known_from <= $known_before
        and (known_to is null or known_to > $known_before)
),

after as (
    select
        subject_id,
        person_id
    from subject_person
    where
        (batch_id is null or batch_id <= $seen_after)
        and known_from <= $known_after
        and (known_to is null or known_to > $known_after)
)

select
    b.person_id as was,
    a.person_id as is_now,
    count(*) as records
from before as b
inner join after as a on b.subject_id = a.subject_id
where
    b.person_id <> a.person_id
    and (
        b.person_id in (select p.person_id from diff_pair as p)
        or a.person_id in (select p.person_id from diff_pair as p)
    )
group by b.person_id, a.person_id
order by b.person_id, a.person_id
