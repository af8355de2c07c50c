-- Which pairs share a strong identifier but were not joined, because their group holds a contradiction?
-- Grain:   one row per pair of persons (lowest holder of the identifier, each other holder)
-- Inputs:  joining_refused, joining_subject, subject_person
create or replace temp table candidate as
with person_now as (
    select distinct
        joining_subject.node,
        subject_person.person_id
    from joining_subject
    inner join subject_person on joining_subject.subject_id = subject_person.subject_id
    where subject_person.known_to is null
),

holder as (
    select
        joining_refused.kind,
        joining_refused.value,
        joining_refused.against,
        person_now.person_id,
        min(person_now.person_id) over (partition by joining_refused.kind, joining_refused.value) as low_person_id
    from joining_refused
    inner join person_now on joining_refused.node = person_now.node
)

select
    low_person_id,
    person_id as high_person_id,
    'the same ' || string_agg(distinct kind, ', ' order by kind) as basis,
    min(against) || ', among all whom the join would unite' as against
from holder
where person_id > low_person_id
group by low_person_id, person_id
