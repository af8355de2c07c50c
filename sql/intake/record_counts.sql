-- What became of the records of the file, by record type?
-- Grain:   one row per mapped record type and table
-- Inputs:  fated, mapped_record
select
    m.record_type,
    f.table_name,
    count(*) filter (where f.fate = 'new') as new_records,
    count(*) filter (where f.fate = 'replaced') as replaced_records,
    count(*) filter (where f.fate = 'unchanged') as unchanged_records,
    count(*) filter (where f.fate = 'repeat') as repeated_records
from fated as f
inner join mapped_record as m on f.record_no = m.record_no
group by m.record_type, f.table_name
order by m.record_type, f.table_name
