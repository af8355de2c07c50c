-- Which rows are not refused, and of which subject and offence do their records speak?
-- Grain:   one row per row of the file that is not refused and mapped record
-- Inputs:  record_of_row, failure, subject, offence_reference
-- Params:  $system
create temp table sound_row as
select
    r.record_no,
    r.row_no,
    r.line,
    r.parent_key,
    r.reference,
    s.subject_id,
    o.offence_id
from record_of_row as r
left join subject as s on r.source_key = s.source_key and s.system = $system
left join offence_reference as o on r.reference = o.reference and o.system = $system
where r.readable and r.row_no not in (select f.row_no from failure as f)
