-- Which status events told by offence rows, of statuses with a date column of their own, does the file no longer give a
-- date for?
-- Grain:   one row per version
-- Inputs:  offence_status_event, spoken_offence, arrived_offence_status_event
-- Params:  $system, $statuses, $covers_from, $covers_to (NULL: the file states no period, so of any date)
insert into withdrawn
select
    'offence_status_event' as table_name,
    v.record_key,
    v.subject_id,
    v.offence_id
from offence_status_event as v
inner join spoken_offence as p on v.offence_id = p.offence_id and v.subject_id = p.subject_id
where
    v.system = $system
    and v.known_to is null
    and coalesce(v.told_by, 'offence') = 'offence'
    and v.status in (select unnest($statuses))
    and ($covers_from is null or v.on_date between $covers_from and $covers_to)
    and v.record_key not in (
        select s.record_key from arrived_offence_status_event as s
        where s.record_key is not null
    )
