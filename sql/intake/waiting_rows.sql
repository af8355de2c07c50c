-- How many refused rows wait to be corrected, and how many of them would hold an offence or what became of one?
-- Grain:   one row
-- Inputs:  quarantine, quarantine_failure, quarantine_key
with of_offence as (
    select quarantine_id from quarantine_failure
    where record_type in ('offence', 'status')
    union
    select quarantine_id from quarantine_key
    where table_name in ('offence_version', 'offence_status_event')
)

select
    count(*) as rows_waiting,
    count(*) filter (where quarantine_id in (select o.quarantine_id from of_offence as o)) as of_offences
from quarantine
where state = 'open'
