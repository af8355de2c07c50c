-- Who holds a strong identifier together with somebody else?
-- Grain:   one row per (kind, value, node)
-- Inputs:  joining_subject, subject_identifier_version
-- Params:  $moment
-- Strong: PNC ID, CRO number, NOMS number, probation CRN (who a record belongs to). A custody reference is not.
create or replace temp table joining_link as
with held as (
    select
        identifier.kind,
        identifier.value,
        joining_subject.node
    from subject_identifier_version as identifier
    inner join joining_subject on identifier.subject_id = joining_subject.subject_id
    where
        (identifier.known_to is null or (joining_subject.is_withdrawn and identifier.known_to = $moment))
        and identifier.kind in ('pnc_id', 'cro_number', 'noms_number', 'probation_crn')
    group by identifier.kind, identifier.value, joining_subject.node
),

shared as (
    select
        kind,
        value
    from held
    group by kind, value
    having count(*) > 1
)

select
    held.kind,
    held.value,
    held.node
from held
inner join shared on held.kind = shared.kind and held.value = shared.value
