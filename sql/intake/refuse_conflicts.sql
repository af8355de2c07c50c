-- Which rows have the key of another row of the file and say otherwise? None of them is believed.
-- Grain:   one row per row, record and rule broken
-- Inputs:  doubled, staged, failure, mapped_record, arrived_record
insert into failure
select distinct
    s.row_no,
    r.line,
    m.conflict_check as check_no
from staged as s
inner join doubled as d on s.table_name = d.table_name and s.record_key = d.record_key
inner join mapped_record as m on s.record_no = m.record_no
inner join arrived_record as r on s.record_no = r.record_no and s.row_no = r.row_no
where
    d.clashes
    and s.content is not null
    and s.row_no not in (select f.row_no from failure as f)
