-- Which fields did the people that this import replaced give before and not now, and of how many?
-- Grain:   one row per field
-- Inputs:  subject_version, compared
-- Params:  $system, $record_no, $moment
with replaced as (
    select record_key
    from compared
    where table_name = 'subject_version' and record_no = $record_no and fate = 'replaced'
),

counted as (
    select
        count(*) filter (where e.birth_date is not null and l.birth_date is null) as birth_date,
        count(*) filter (where e.birth_precision is not null and l.birth_precision is null) as birth_precision,
        count(*) filter (where e.death_date is not null and l.death_date is null) as death_date,
        count(*) filter (where e.sex is not null and l.sex is null) as sex,
        count(*) filter (where e.ethnicity_self is not null and l.ethnicity_self is null) as ethnicity_self,
        count(*) filter (where e.ethnicity_officer is not null and l.ethnicity_officer is null) as ethnicity_officer,
        count(*) filter (where e.mappa_category is not null and l.mappa_category is null) as mappa_category,
        count(*) filter (where e.mappa_level is not null and l.mappa_level is null) as mappa_level,
        count(*) filter (
            where e.domestic_abuse_perpetrator is not null and l.domestic_abuse_perpetrator is null
        ) as domestic_abuse_perpetrator,
        count(*) filter (
            where e.registered_sex_offender is not null and l.registered_sex_offender is null
        ) as registered_sex_offender,
        count(*) filter (where e.lead_worker is not null and l.lead_worker is null) as lead_worker,
        count(*) filter (where e.lead_agency is not null and l.lead_agency is null) as lead_agency
    from subject_version as e
    inner join subject_version as l on e.record_key = l.record_key
    inner join replaced as r on e.record_key = r.record_key
    where e.system = $system and e.known_to = $moment and l.system = $system and l.known_to is null
)

select
    unnest([
        'birth_date', 'birth_precision', 'death_date', 'sex', 'ethnicity_self', 'ethnicity_officer',
        'mappa_category', 'mappa_level', 'domestic_abuse_perpetrator', 'registered_sex_offender', 'lead_worker',
        'lead_agency'
    ]) as field,
    unnest([
        birth_date, birth_precision, death_date, sex, ethnicity_self, ethnicity_officer, mappa_category,
        mappa_level, domestic_abuse_perpetrator, registered_sex_offender, lead_worker, lead_agency
    ]) as records
from counted
