-- Which groups hold two subjects that cannot be one person, and why?
-- Grain:   one row per (label, against); two subjects of one person now are not each other's contradiction,
--          for no join unites them
-- Inputs:  joining_subject, joining_label, subject_version, subject_identifier_version, match_proposal
-- Params:  $moment
create or replace temp table joining_contradiction as
with member as (
    select
        joining_label.label,
        joining_subject.node,
        joining_subject.subject_id,
        joining_subject.is_withdrawn
    from joining_label
    inner join joining_subject on joining_label.node = joining_subject.node
),

pnc as (
    select distinct
        member.label,
        member.node,
        member.subject_id,
        identifier.value
    from member
    inner join subject_identifier_version as identifier on member.subject_id = identifier.subject_id
    where
        identifier.kind = 'pnc_id'
        and (identifier.known_to is null or (member.is_withdrawn and identifier.known_to = $moment))
),

different_pnc as (
    select distinct one.label
    from pnc as one
    inner join pnc as other
        on one.label = other.label and one.node < other.node and one.value != other.value
    where
        -- a subject may hold two PNC IDs: one in common is agreement
        not exists (
            select 1
            from pnc as same
            inner join pnc as twin on same.value = twin.value
            where same.subject_id = one.subject_id and twin.subject_id = other.subject_id
        )
),

profile as (
    select
        member.label,
        version.sex,
        version.birth_date,
        coalesce(version.birth_precision, 'day') as birth_precision,
        min(member.node) as lowest_node,
        max(member.node) as highest_node
    from member
    inner join subject_version as version on member.subject_id = version.subject_id
    where
        version.sex is not null
        and version.birth_date is not null
        and (version.known_to is null or (member.is_withdrawn and version.known_to = $moment))
    group by member.label, version.sex, version.birth_date, coalesce(version.birth_precision, 'day')
),

different_sex_and_birth as (
    select distinct one.label
    from profile as one
    inner join profile as other on one.label = other.label and one.sex < other.sex
    where
        least(one.lowest_node, other.lowest_node) != greatest(one.highest_node, other.highest_node)
        and (
            -- a birth date known by its month or year differs only if that month or year does
            date_trunc('year', one.birth_date) != date_trunc('year', other.birth_date)
            or (
                date_trunc('month', one.birth_date) != date_trunc('month', other.birth_date)
                and 'year' not in (one.birth_precision, other.birth_precision)
            )
            or (
                one.birth_date != other.birth_date
                and one.birth_precision = 'day'
                and other.birth_precision = 'day'
            )
        )
),

decided_apart as (
    select distinct low.label
    from match_proposal as decision
    inner join joining_label as low on decision.low_person_id = low.node
    inner join joining_label as high on decision.high_person_id = high.node and low.label = high.label
    where decision.state = 'kept_apart'
)

select
    label,
    'different PNC IDs' as against
from different_pnc
union all
select
    label,
    'sex and birth date both different' as against
from different_sex_and_birth
union all
select
    label,
    'kept apart by a decision' as against
from decided_apart
