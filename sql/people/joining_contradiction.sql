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

-- A subject may hold two PNC IDs: one in common is agreement.
pnc as (
    select
        member.label,
        member.node,
        member.subject_id,
        list(distinct identifier.value) as held
    from member
    inner join subject_identifier_version as identifier on member.subject_id = identifier.subject_id
    where
        identifier.kind = 'pnc_id'
        and (identifier.known_to is null or (member.is_withdrawn and identifier.known_to = $moment))
    group by member.label, member.node, member.subject_id
),

different_pnc as (
    -- of subjects with a single one, two values and two nodes in a group are enough: some pair differs in both
    select label
    from pnc
    where len(held) = 1
    group by label
    having count(distinct held) > 1 and count(distinct node) > 1
    union
    select one.label
    from pnc as one
    inner join pnc as other on one.label = other.label and one.node != other.node
    where len(one.held) > 1 and not list_has_any(one.held, other.held)
),

-- Birth dates known by their month or year are compared as months or years: each subject at its own precision and
-- at the coarser ones.
profile as (
    select distinct
        member.label,
        member.node,
        version.sex,
        precision_of.at_least,
        date_trunc(precision_of.at_least, version.birth_date) as born
    from member
    inner join subject_version as version on member.subject_id = version.subject_id
    inner join (
        values
        ('day', 'day'), ('day', 'month'), ('day', 'year'), ('month', 'month'), ('month', 'year'), ('year', 'year')
    ) as precision_of (known_by, at_least) on coalesce(version.birth_precision, 'day') = precision_of.known_by
    where
        version.sex is not null
        and version.birth_date is not null
        and (version.known_to is null or (member.is_withdrawn and version.known_to = $moment))
),

-- Pairs that differ in node, sex and birth are counted, not made (thousands may hold one dummy identifier): all
-- pairs, less those alike in one of the three, plus those alike in two, less those alike in all.
alike as (
    select
        label,
        at_least,
        count(*) as members,
        3 - grouping(node) - grouping(sex) - grouping(born) as alike_in
    from profile
    group by label, at_least, cube (node, sex, born)
),

different_sex_and_birth as (
    select label
    from (
        select
            label,
            at_least,
            sum(case when alike_in % 2 = 0 then members * members else -members * members end) as pairs
        from alike
        group by label, at_least
    ) as counted
    group by label
    having max(pairs) > 0
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
