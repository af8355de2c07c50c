-- Which offences lie in the longest window of the document, of those who are explained?
-- Grain:   one row per (explained person, offence reference)
-- Inputs:  explained_person; what sql/measures/wanted_offence.sql and offence_as_at.sql read
-- Params:  $as_at, $earliest (exclusive)
-- Blanks:  {{ wanted_offence }}, {{ offence_as_at }}: those relations
with wanted_offence as (
    select w.*
    from ({{ wanted_offence }}) as w
),

offence_as_at as (
    select o.*
    from ({{ offence_as_at }}) as o
)

select
    person_id,
    offence_id,
    offence_on,
    code_id,
    severity,
    dated_inside,
    standing,
    domestic_abuse,
    hate,
    weapon,
    alcohol,
    drugs
from offence_as_at
