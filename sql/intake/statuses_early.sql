-- How many status events of the file are dated before their offence, and where are the first?
-- Grain:   one row
-- Inputs:  fated, arrived_offence_status_event, offence_version
-- Params:  $system
-- An offence committed over several days has the last of them as its date; it may have been told by another file.
select
    count(*) as events,
    list_slice(list(f.line order by f.line), 1, 3) as first_lines
from fated as f
inner join arrived_offence_status_event as a
    on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
inner join offence_version as o on f.parent_key = o.record_key and o.system = $system and o.known_to is null
where
    f.table_name = 'offence_status_event'
    and f.fate != 'repeat'
    and a.on_date < o.offence_on
