-- Of which people does the file tell the details whole? Those in it of whom no row is refused.
-- Grain:   one row per subject
-- Inputs:  sound_row, mapped_record, record_of_row, named_subject, failure
-- What a refused row would have given nobody knows, and a correction of it may have come in before.
create temp table spoken_subject as
select distinct r.subject_id
from sound_row as r
inner join mapped_record as m on r.record_no = m.record_no
where
    m.record_type = 'subject'
    and not m.registers_only
    and r.subject_id not in (
        select n.subject_id
        from record_of_row as o
        inner join mapped_record as p on o.record_no = p.record_no
        inner join named_subject as n on o.source_key = n.source_key
        where
            p.record_type = 'subject'
            and n.subject_id is not null
            and o.row_no in (select f.row_no from failure as f)
    )
