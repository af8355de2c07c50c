-- What is said of people whose blanks other rows of the file, or what is held, fill?
-- Grain:   one row per record of such a key (updated)
-- Inputs:  arrived_subject_version, blank_key, subject_version, failure
-- Params:  $system
-- How exact a birth date is goes with the date. The content is spelt as iom/intake/canonical.py spells it.
update arrived_subject_version
set
    birth_date = f.birth_date,
    birth_precision = f.birth_precision,
    death_date = f.death_date,
    sex = f.sex,
    ethnicity_self = f.ethnicity_self,
    ethnicity_officer = f.ethnicity_officer,
    mappa_category = f.mappa_category,
    mappa_level = f.mappa_level,
    domestic_abuse_perpetrator = f.domestic_abuse_perpetrator,
    registered_sex_offender = f.registered_sex_offender,
    lead_worker = f.lead_worker,
    lead_agency = f.lead_agency,
    content = f.content
from (
    with united as (
        select
            a.record_key,
            max(a.birth_date) as birth_date,
            max(a.birth_precision) as birth_precision,
            max(a.death_date) as death_date,
            max(a.sex) as sex,
            max(a.ethnicity_self) as ethnicity_self,
            max(a.ethnicity_officer) as ethnicity_officer,
            max(a.mappa_category) as mappa_category,
            max(a.mappa_level) as mappa_level,
            max(a.domestic_abuse_perpetrator) as domestic_abuse_perpetrator,
            max(a.registered_sex_offender) as registered_sex_offender,
            max(a.lead_worker) as lead_worker,
            max(a.lead_agency) as lead_agency
        from arrived_subject_version as a
        inner join blank_key as k on a.record_key = k.record_key
        where a.content is not null and a.row_no not in (select b.row_no from failure as b)
        group by a.record_key
    ),

    held as (
        select
            record_key,
            birth_date,
            birth_precision,
            death_date,
            sex,
            ethnicity_self,
            ethnicity_officer,
            mappa_category,
            mappa_level,
            domestic_abuse_perpetrator,
            registered_sex_offender,
            lead_worker,
            lead_agency
        from subject_version
        where
            system = $system
            and known_to is null
            and record_key in (select k.record_key from blank_key as k where k.keeps)
    ),

    filled as (
        select
            u.record_key,
            coalesce(u.birth_date, h.birth_date) as birth_date,
            case when u.birth_date is null then h.birth_precision else u.birth_precision end as birth_precision,
            coalesce(u.death_date, h.death_date) as death_date,
            coalesce(u.sex, h.sex) as sex,
            coalesce(u.ethnicity_self, h.ethnicity_self) as ethnicity_self,
            coalesce(u.ethnicity_officer, h.ethnicity_officer) as ethnicity_officer,
            coalesce(u.mappa_category, h.mappa_category) as mappa_category,
            coalesce(u.mappa_level, h.mappa_level) as mappa_level,
            coalesce(u.domestic_abuse_perpetrator, h.domestic_abuse_perpetrator) as domestic_abuse_perpetrator,
            coalesce(u.registered_sex_offender, h.registered_sex_offender) as registered_sex_offender,
            coalesce(u.lead_worker, h.lead_worker) as lead_worker,
            coalesce(u.lead_agency, h.lead_agency) as lead_agency
        from united as u
        left join held as h on u.record_key = h.record_key
    )

    select
        record_key,
        birth_date,
        birth_precision,
        death_date,
        sex,
        ethnicity_self,
        ethnicity_officer,
        mappa_category,
        mappa_level,
        domestic_abuse_perpetrator,
        registered_sex_offender,
        lead_worker,
        lead_agency,
        md5_number(
            concat_ws(
                chr(31),
                coalesce(birth_date::varchar, chr(30)),
                coalesce(birth_precision::varchar, chr(30)),
                coalesce(death_date::varchar, chr(30)),
                coalesce(sex::varchar, chr(30)),
                coalesce(ethnicity_self::varchar, chr(30)),
                coalesce(ethnicity_officer::varchar, chr(30)),
                coalesce(mappa_category::varchar, chr(30)),
                coalesce(mappa_level::varchar, chr(30)),
                coalesce(domestic_abuse_perpetrator::varchar, chr(30)),
                coalesce(registered_sex_offender::varchar, chr(30)),
                coalesce(lead_worker::varchar, chr(30)),
                coalesce(lead_agency::varchar, chr(30))
            )
        ) as content
    from filled
) as f
where
    arrived_subject_version.record_key = f.record_key
    and arrived_subject_version.content is not null
    and arrived_subject_version.content != f.content
