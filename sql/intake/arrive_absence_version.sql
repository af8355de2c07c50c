-- Which absences does a chunk of the file give?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_absence_version
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
    content_text,
    kind,
    from_date,
    to_date,
    planned_release
from chunk
