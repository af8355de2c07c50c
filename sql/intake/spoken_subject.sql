-- Of which people does the file tell the details whole? Those in it.
-- Grain:   one row per subject
-- Inputs:  sound_row, mapped_record
create temp table spoken_subject as
select distinct r.subject_id
from sound_row as r
inner join mapped_record as m on r.record_no = m.record_no
where m.record_type = 'subject' and not m.registers_only
