-- How many offences of the file have no status? They count in no measure.
-- Grain:   one row
-- Inputs:  fated, subject, offence_reference, offence_status_event
-- Params:  $system
with told as (
    select distinct
        s.subject_id,
        o.offence_id
    from fated as f
    inner join subject as s on f.source_key = s.source_key and s.system = $system
    inner join offence_reference as o on f.reference = o.reference and o.system = $system
    where f.table_name = 'offence_version' and f.fate in ('new', 'replaced', 'unchanged')
)

select count(*) as offences
from told as t
where
    not exists (
        select 1 from offence_status_event as e
        where e.subject_id = t.subject_id and e.offence_id = t.offence_id and e.known_to is null
    )
