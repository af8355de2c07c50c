-- Which offences lie in the longest window of the document, of those who are explained?
-- Grain:   one row per (explained person, offence reference)
-- Inputs:  explained_person; what sql/measures/wanted_offence.sql and offence_as_at.sql read
-- Params:  $as_at, $earliest (exclusive)
-- Blanks:  {{ offence_as_at }}: that relation, of their offences alone
select
    o.person_id,
    o.offence_id,
    o.offence_on,
    o.code_id,
    o.severity,
    o.dated_inside,
    o.standing,
    o.domestic_abuse,
    o.hate,
    o.weapon,
    o.alcohol,
    o.drugs
from ({{ offence_as_at }}) as o
