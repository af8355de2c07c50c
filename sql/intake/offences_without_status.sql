-- How many offences of the file have no status? They count in no measure.
-- Grain:   one row
-- Inputs:  sound_row, mapped_record, arrived_offence_status_event, offence_status_event
-- An offence whose own row tells a status is not looked for among all statuses.
with untold as (
    select distinct
        r.subject_id,
        r.offence_id
    from sound_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where
        m.record_type = 'offence'
        and not exists (
            select 1 from arrived_offence_status_event as a
            where a.record_no = r.record_no and a.row_no = r.row_no
        )
)

select count(*) as offences
from untold as u
where
    not exists (
        select 1 from offence_status_event as e
        where e.subject_id = u.subject_id and e.offence_id = u.offence_id and e.known_to is null
    )
