-- The statuses of the offences that an import touched, as they were before it.
-- Grain:  one row per span (deleted)
-- Inputs: offence_status_span, touched_offence
delete from offence_status_span
where offence_id in (select t.offence_id from touched_offence as t)
