-- Which records would each row refused for the first time have been?
-- Grain:   one row per refused row and record of it whose key can be read
-- Inputs:  numbered_refusal, staged, mapped_record
insert into quarantine_key (quarantine_id, table_name, record_key)
select distinct
    n.quarantine_id,
    s.table_name,
    s.record_key
from numbered_refusal as n
inner join staged as s on n.row_no = s.row_no
inner join mapped_record as m on s.record_no = m.record_no and s.table_name = m.main_table
where n.is_new and s.record_key is not null
order by n.quarantine_id, s.table_name, s.record_key
