-- Which person is every subject once this import's people are settled?
-- Grain:   one row per subject that is new or whose person changes
-- Inputs:  joining_subject, joining_link, joining_label, joining_contradiction
-- Params:  $highest_person
create or replace temp table joining_person as
with united as (
    select
        joining_label.node,
        joining_label.label
    from joining_label
    where joining_label.label not in (select joining_contradiction.label from joining_contradiction)
),

ground as (
    select
        united.label,
        string_agg(distinct joining_link.kind, ', ' order by joining_link.kind) as kinds
    from joining_link
    inner join united on joining_link.node = united.node
    group by united.label
),

placed as (
    select
        joining_subject.subject_id,
        joining_subject.person_id,
        joining_subject.is_new,
        joining_subject.known_from,
        coalesce(united.label, joining_subject.node) as label,
        ground.kinds
    from joining_subject
    left join united on joining_subject.node = united.node
    left join ground on united.label = ground.label
),

founded as (
    select
        label,
        $highest_person + row_number() over (order by min(subject_id)) as person_id
    from placed
    where label > $highest_person
    group by label
)

select
    placed.subject_id,
    placed.person_id as old_person_id,
    coalesce(founded.person_id, placed.label)::integer as person_id,
    placed.is_new,
    placed.known_from,
    -- the founder of a person joins nobody
    placed.is_new
    and founded.person_id is not null
    and placed.subject_id = min(placed.subject_id) over (partition by placed.label) as is_founder,
    coalesce('the same ' || placed.kinds, 'nobody known holds the same identifiers') as reason
from placed
left join founded on placed.label = founded.label
where placed.is_new or placed.person_id != placed.label
