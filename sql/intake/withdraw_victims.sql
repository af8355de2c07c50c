-- Which victims does the file no longer give for offences whose victims it gives?
-- Grain:   one row per version
-- Inputs:  offence_victim_version, spoken_offence, arrived_offence_victim_version
-- Params:  $system
insert into withdrawn
select
    'offence_victim_version' as table_name,
    v.record_key,
    v.subject_id,
    v.offence_id
from offence_victim_version as v
inner join spoken_offence as p on v.offence_id = p.offence_id and v.subject_id = p.subject_id
where
    v.system = $system
    and v.known_to is null
    and v.record_key not in (
        select s.record_key from arrived_offence_victim_version as s
        where s.record_key is not null
    )
