-- Who goes back when a decision is reversed: the subjects that it moved, and those that joined them since.
-- Grain:   one row per subject
-- Inputs:  person_decision_subject, subject_person, subject_identifier_version
-- Params:  $decision_id, $moment, $reason
-- A subject that joined by an import since goes along where all of its person goes to one other; else only if it
-- shares strong identifiers, through others that joined too, with subjects that go to one person, and with none
-- that stays.
create or replace temp table moving as
with recursive decided as (
    select
        subject_id,
        from_person_id,
        to_person_id
    from person_decision_subject
    where decision_id = $decision_id
),

joined_since as (
    select
        subject_person.subject_id,
        subject_person.person_id
    from subject_person
    where
        subject_person.known_to is null
        and subject_person.person_id in (select decided.to_person_id from decided)
        and subject_person.subject_id not in (select decided.subject_id from decided)
),

whole as (
    select
        to_person_id,
        min(from_person_id) as from_person_id
    from decided
    group by to_person_id
    having min(from_person_id) = max(from_person_id)
),

strong as (
    select distinct
        subject_id,
        kind,
        value
    from subject_identifier_version
    where known_to is null and kind in ('pnc_id', 'cro_number', 'noms_number', 'probation_crn')
),

shared as (
    select distinct
        one.subject_id as one_id,
        other.subject_id as other_id
    from strong as one
    inner join strong as other
        on one.kind = other.kind and one.value = other.value and one.subject_id != other.subject_id
    where
        one.subject_id in (select joined_since.subject_id from joined_since)
        and (
            other.subject_id in (select joined_since.subject_id from joined_since)
            or other.subject_id in (select decided.subject_id from decided)
        )
),

-- whom each subject that joined since is linked to: by the person that they came from
linked as (
    select
        shared.one_id as subject_id,
        decided.from_person_id
    from shared
    inner join decided on shared.other_id = decided.subject_id
    union
    select
        shared.one_id as subject_id,
        linked.from_person_id
    from linked
    inner join shared on linked.subject_id = shared.other_id
),

one_link as (
    select
        subject_id,
        min(from_person_id) as from_person_id
    from linked
    group by subject_id
    having min(from_person_id) = max(from_person_id)
)

select
    subject_id,
    from_person_id as person_id,
    $moment::timestamp as known_from,
    $reason as reason
from decided
where from_person_id != to_person_id
union all
select
    joined_since.subject_id,
    coalesce(whole.from_person_id, one_link.from_person_id) as person_id,
    $moment::timestamp as known_from,
    $reason as reason
from joined_since
left join whole on joined_since.person_id = whole.to_person_id
left join one_link on joined_since.subject_id = one_link.subject_id
where coalesce(whole.from_person_id, one_link.from_person_id) != joined_since.person_id
