-- Which statuses had the offences that an import touched? While this table stands, it hides the stored one of its name.
-- Grain:  one row per person, offence and status
-- Inputs: offence_status_span, touched_offence
create temp table offence_status_span as
select
    person_id,
    offence_id,
    status,
    from_date,
    to_date
from offence_status_span
where offence_id in (select t.offence_id from touched_offence as t)
