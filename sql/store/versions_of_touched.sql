-- What are all versions of the offences that an import touched? While this table stands, it hides the stored one of
-- its name.
-- Grain:  one row per version
-- Inputs: offence_version, touched_offence
create temp table offence_version as
select
    system,
    subject_id,
    offence_id,
    committed_from,
    offence_on,
    recorded_on,
    linked_on,
    code_kind,
    code_given,
    principal,
    area,
    victims,
    domestic_abuse,
    hate,
    weapon,
    alcohol,
    drugs,
    known_from,
    known_to,
    batch_id
from offence_version
where offence_id in (select t.offence_id from touched_offence as t)
