-- Which status events does a chunk of the file give?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_offence_status_event
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
    status,
    on_date
from chunk
