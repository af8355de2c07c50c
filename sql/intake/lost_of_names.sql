-- Which fields did the names and addresses that this import replaced give before and not now, and of how many?
-- Grain:   one row per field
-- Inputs:  subject_name_version, compared
-- Params:  $system, $record_no, $moment
with replaced as (
    select record_key
    from compared
    where table_name = 'subject_name_version' and record_no = $record_no and fate = 'replaced'
),

counted as (
    select
        count(*) filter (where e.surname is not null and l.surname is null) as surname,
        count(*) filter (where e.forenames is not null and l.forenames is null) as forenames,
        count(*) filter (where e.address is not null and l.address is null) as address,
        count(*) filter (where e.postcode is not null and l.postcode is null) as postcode
    from subject_name_version as e
    inner join subject_name_version as l on e.record_key = l.record_key
    inner join replaced as r on e.record_key = r.record_key
    where e.system = $system and e.known_to = $moment and l.system = $system and l.known_to is null
)

select
    unnest([
        'surname', 'forenames', 'address', 'postcode'
    ]) as field,
    unnest([
        surname, forenames, address, postcode
    ]) as records
from counted
