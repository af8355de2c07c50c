-- How many offences of the file are recorded before the day on which they were committed, and where are the first?
-- Grain:   one row
-- Inputs:  fated, arrived_offence_version
with early as (
    select
        record_no,
        row_no
    from arrived_offence_version
    where recorded_on < offence_on
)

select
    count(*) as offences,
    list_slice(list(f.line order by f.line), 1, 3) as first_lines
from fated as f
inner join early as e on f.record_no = e.record_no and f.row_no = e.row_no
where f.table_name = 'offence_version' and f.fate != 'repeat'
