-- Which status events has a latest-status column taken back? What it says now is the last event: others of its
-- statuses dated on or after that are withdrawn, earlier ones and those that status records told stay.
-- Grain:   one row per version
-- Inputs:  offence_status_event, sound_row, arrived_offence_status_event, withdrawn
-- Params:  $system, $record_no, $item (the column, by record and place), $statuses (the words that it may say),
--          $covers_from, $covers_to (NULL: the file states no period, so of any date)
insert into withdrawn
with last_told as (
    select
        r.subject_id,
        r.offence_id,
        max(a.on_date) as on_date
    from arrived_offence_status_event as a
    inner join sound_row as r on a.record_no = r.record_no and a.row_no = r.row_no
    where a.record_key is not null and a.record_no = $record_no and a.item = $item
    group by r.subject_id, r.offence_id
)

select
    'offence_status_event' as table_name,
    v.record_key,
    v.subject_id,
    v.offence_id
from offence_status_event as v
inner join last_told as l on v.subject_id = l.subject_id and v.offence_id = l.offence_id
where
    v.system = $system
    and v.known_to is null
    and coalesce(v.told_by, 'offence') = 'offence'
    and v.status in (select unnest($statuses))
    and ($covers_from is null or v.on_date between $covers_from and $covers_to)
    and v.on_date >= l.on_date
    and v.record_key not in (
        select s.record_key from arrived_offence_status_event as s
        where s.record_key is not null
    )
    and v.record_key not in (
        select w.record_key from withdrawn as w
        where w.table_name = 'offence_status_event'
    )
