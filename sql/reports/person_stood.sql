-- Where did the person's offences stand at the end of the day?
-- Grain:   one row per offence that had a status by then
-- Inputs:  offence_status_span
-- Params:  $person_id, $as_at
select
    offence_id,
    status,
    from_date as status_on
from offence_status_span
where person_id = $person_id and from_date <= $as_at and to_date > $as_at
