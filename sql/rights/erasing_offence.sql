-- Which offences do the records of the erased subjects speak of?
-- Grain:   one row per offence
-- Inputs:  erasing_subject, offence_version, offence_status_event, offence_victim_version
create or replace temp table erasing_offence as
select offence_id from offence_version
where subject_id in (select e.subject_id from erasing_subject as e)
union
select offence_id from offence_status_event
where subject_id in (select e.subject_id from erasing_subject as e)
union
select offence_id from offence_victim_version
where subject_id in (select e.subject_id from erasing_subject as e)
