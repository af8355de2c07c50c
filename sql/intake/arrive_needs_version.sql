-- Which assessed needs does a chunk of the file give?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_needs_version
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
    section,
    score,
    rating,
    answers_given,
    answers_asked,
    linked_to_reoffending,
    linked_to_serious_harm,
    on_date
from chunk
