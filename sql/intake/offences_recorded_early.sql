-- How many offences of the file are recorded before the day on which they were committed, and where are the first?
-- Grain:   one row
-- Inputs:  fated, arrived_offence_version
select
    count(*) as offences,
    list_slice(list(f.line order by f.line), 1, 3) as first_lines
from fated as f
inner join arrived_offence_version as a on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
where
    f.table_name = 'offence_version'
    and f.fate != 'repeat'
    and a.recorded_on < a.offence_on
