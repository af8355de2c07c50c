-- Which status events has a latest-status column taken back? What it says now is the last event: others of its
-- statuses dated on or after that are withdrawn, earlier ones and those that status records told stay.
-- Grain:   one row per version
-- Inputs:  offence_status_event, fated, arrived_offence_status_event, subject, offence_reference, staged, withdrawn
-- Params:  $system, $record_no, $item (the column, by record and place), $statuses (the words that it may say),
--          $covers_from, $covers_to (NULL: the file states no period, so of any date)
insert into withdrawn
with last_told as (
    select
        s.subject_id,
        o.offence_id,
        max(a.on_date) as on_date
    from fated as f
    inner join arrived_offence_status_event as a
        on f.record_no = a.record_no and f.row_no = a.row_no and f.item = a.item
    inner join subject as s on f.source_key = s.source_key and s.system = $system
    inner join offence_reference as o on f.reference = o.reference and o.system = $system
    where f.table_name = 'offence_status_event' and f.record_no = $record_no and f.item = $item
    group by s.subject_id, o.offence_id
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
        select s.record_key from staged as s
        where s.table_name = 'offence_status_event' and s.record_key is not null
    )
    and v.record_key not in (
        select w.record_key from withdrawn as w
        where w.table_name = 'offence_status_event'
    )
