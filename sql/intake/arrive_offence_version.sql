-- Which offences does a chunk of the file give?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_offence_version
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
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
    drugs
from chunk
