-- Which fields did the offences that this import replaced give before and not now, and of how many?
-- Grain:   one row per field
-- Inputs:  offence_version, compared
-- Params:  $system, $record_no, $moment
with replaced as (
    select record_key
    from compared
    where table_name = 'offence_version' and record_no = $record_no and fate = 'replaced'
),

counted as (
    select
        count(*) filter (where e.committed_from is not null and l.committed_from is null) as committed_from,
        count(*) filter (where e.offence_on is not null and l.offence_on is null) as offence_on,
        count(*) filter (where e.recorded_on is not null and l.recorded_on is null) as recorded_on,
        count(*) filter (where e.linked_on is not null and l.linked_on is null) as linked_on,
        count(*) filter (where e.code_kind is not null and l.code_kind is null) as code_kind,
        count(*) filter (where e.code_given is not null and l.code_given is null) as code_given,
        count(*) filter (where e.principal is not null and l.principal is null) as principal,
        count(*) filter (where e.area is not null and l.area is null) as area,
        count(*) filter (where e.victims is not null and l.victims is null) as victims,
        count(*) filter (where e.domestic_abuse is not null and l.domestic_abuse is null) as domestic_abuse,
        count(*) filter (where e.hate is not null and l.hate is null) as hate,
        count(*) filter (where e.weapon is not null and l.weapon is null) as weapon,
        count(*) filter (where e.alcohol is not null and l.alcohol is null) as alcohol,
        count(*) filter (where e.drugs is not null and l.drugs is null) as drugs
    from offence_version as e
    inner join offence_version as l on e.record_key = l.record_key
    inner join replaced as r on e.record_key = r.record_key
    where e.system = $system and e.known_to = $moment and l.system = $system and l.known_to is null
)

select
    unnest([
        'committed_from', 'offence_on', 'recorded_on', 'linked_on', 'code_kind', 'code_given', 'principal',
        'area', 'victims', 'domestic_abuse', 'hate', 'weapon', 'alcohol', 'drugs'
    ]) as field,
    unnest([
        committed_from, offence_on, recorded_on, linked_on, code_kind, code_given, principal, area, victims,
        domestic_abuse, hate, weapon, alcohol, drugs
    ]) as records
from counted
