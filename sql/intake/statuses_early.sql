-- How many status events of the file are dated before their offence, and where are the first?
-- Grain:   one row
-- Inputs:  fated, arrived_offence_status_event, offence_version
-- Params:  $system
-- An offence committed over several days has the last of them as its date; it may have been told by another file.
-- told is materialised, else the two dates may be joined before the keys are: 15,600 events then take 9 seconds.
with told as materialized (
    select
        f.line,
        f.parent_key,
        a.on_date
    from fated as f
    inner join arrived_offence_status_event as a
        on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
    where f.table_name = 'offence_status_event' and f.fate != 'repeat'
)

select
    count(*) as events,
    list_slice(list(t.line order by t.line), 1, 3) as first_lines
from told as t
inner join offence_version as o on t.parent_key = o.record_key
where o.system = $system and o.known_to is null and t.on_date < o.offence_on
