-- What are all the status events of the offences that an import touched? While this table stands, it hides the stored
-- one of its name.
-- Grain:  one row per version
-- Inputs: offence_status_event, touched_offence
create temp table offence_status_event as
select
    system,
    subject_id,
    record_key,
    content,
    offence_id,
    status,
    on_date,
    known_from,
    known_to,
    known_basis,
    batch_id,
    row_no,
    line,
    told_by
from offence_status_event
where offence_id in (select t.offence_id from touched_offence as t)
