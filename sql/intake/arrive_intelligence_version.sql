-- Which intelligence reports does a chunk of the file give?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_intelligence_version
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
    on_date,
    source_evaluation,
    assessment,
    handling,
    theme
from chunk
