-- Which sanctions does a chunk of the file give?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_sanction_version
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
    kind,
    on_date,
    code_kind,
    code_given,
    principal
from chunk
