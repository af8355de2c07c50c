-- Remove the references of offences that no record speaks of any more; those of co-offenders stay.
-- Grain:   one row per reference (deleted)
-- Inputs:  offence_reference, erasing_offence, offence_version, offence_status_event, offence_victim_version
delete from offence_reference
where
    offence_id in (select e.offence_id from erasing_offence as e)
    and offence_id not in (select v.offence_id from offence_version as v)
    and offence_id not in (select s.offence_id from offence_status_event as s)
    and offence_id not in (select t.offence_id from offence_victim_version as t)
