-- Which records would each row refused for the first time have been?
-- Grain:   one row per refused row and record of it whose key can be read
-- Inputs:  numbered_refusal, staged, mapped_record, failure
-- Params:  $erased (the number of the check that refuses people who were erased: of them no key is kept)
insert into quarantine_key (quarantine_id, table_name, record_key)
select distinct
    n.quarantine_id,
    s.table_name,
    s.record_key
from numbered_refusal as n
inner join staged as s on n.row_no = s.row_no
inner join mapped_record as m on s.record_no = m.record_no and s.table_name = m.main_table
where
    n.is_new
    and s.record_key is not null
    and n.row_no not in (select f.row_no from failure as f where f.check_no = $erased)
order by n.quarantine_id, s.table_name, s.record_key
