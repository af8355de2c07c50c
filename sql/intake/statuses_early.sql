-- How many status events of the file are dated before their offence, and where are the first?
-- Grain:   one row
-- Inputs:  fated, arrived_offence_status_event, arrived_offence_version, mapped_record, sound_row,
--          offence_version
-- Params:  $system
-- An offence committed over several days has the last of them as its date; it may have been told by another file.
with of_own_row as (
    select
        a.record_no,
        a.row_no,
        a.item
    from arrived_offence_status_event as a
    inner join arrived_offence_version as o on a.record_no = o.record_no and a.row_no = o.row_no
    where a.on_date < o.offence_on
),

-- materialised, else the two dates may be joined before the keys are: 15,600 events then take 9 seconds
alone as materialized (
    select
        a.record_no,
        a.row_no,
        a.item,
        a.on_date,
        r.parent_key
    from arrived_offence_status_event as a
    inner join mapped_record as m on a.record_no = m.record_no
    inner join sound_row as r on a.record_no = r.record_no and a.row_no = r.row_no
    where m.record_type = 'status'
),

early as (
    select
        record_no,
        row_no,
        item
    from of_own_row
    union all
    select
        a.record_no,
        a.row_no,
        a.item
    from alone as a
    inner join offence_version as o on a.parent_key = o.record_key
    where o.system = $system and o.known_to is null and a.on_date < o.offence_on
)

select
    count(*) as events,
    list_slice(list(f.line order by f.line), 1, 3) as first_lines
from fated as f
inner join early as e on f.record_no = e.record_no and f.row_no = e.row_no and f.item = e.item
where f.table_name = 'offence_status_event' and f.fate != 'repeat'
