-- Which pairs share a strong identifier but were not joined, because their group holds a contradiction?
-- Grain:   one row per pair of persons (lowest holder of the identifier, each other holder)
-- Inputs:  joining_link, joining_label, joining_contradiction, joining_subject, subject_person
create or replace temp table candidate as
with person_now as (
    select distinct
        joining_subject.node,
        subject_person.person_id
    from joining_subject
    inner join subject_person on joining_subject.subject_id = subject_person.subject_id
    where subject_person.known_to is null
),

refused as (
    select
        label,
        string_agg(against, '; ' order by against) as against
    from joining_contradiction
    group by label
),

holder as (
    select
        joining_link.kind,
        joining_link.value,
        refused.against,
        person_now.person_id,
        min(person_now.person_id) over (partition by joining_link.kind, joining_link.value) as low_person_id
    from joining_link
    inner join joining_label on joining_link.node = joining_label.node
    inner join refused on joining_label.label = refused.label
    inner join person_now on joining_link.node = person_now.node
)

select
    low_person_id,
    person_id as high_person_id,
    'the same ' || string_agg(distinct kind, ', ' order by kind) as basis,
    min(against) || ', among all whom the join would unite' as against
from holder
where person_id > low_person_id
group by low_person_id, person_id
