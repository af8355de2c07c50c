-- What becomes of each record of the file, whatever table it is for?
-- Grain:   one row per record or detail to keep, from a row that is not refused
-- Inputs:  staged, sound_row, compared
create temp view fated as
select
    s.table_name,
    s.record_no,
    s.row_no,
    s.item,
    s.record_key,
    s.content,
    r.line,
    r.parent_key,
    r.subject_id,
    r.offence_id,
    coalesce(c.fate, 'new') as fate
from staged as s
inner join sound_row as r on s.record_no = r.record_no and s.row_no = r.row_no
left join compared as c
    on s.table_name = c.table_name and s.record_no = c.record_no and s.row_no = c.row_no and s.item = c.item
where s.record_key is not null
