-- What is said of each person, drawn together from the systems that know them?
-- Grain:   one row per person with at least one current subject
-- Inputs:  subject_version, person_of_subject, home_area_current
-- Params:  $known_at, $seen_batch
-- Of several systems, each attribute is taken from the one that says anything and was last to change;
-- of two that changed together, from the lower subject id. A flag is up if any system puts it up, and a MAPPA
-- category or level (0: none) is not hidden by a system that knows of none. homes: how many home periods are known;
-- where it is one, it stands here too (only_...), so that measures look for the homes of few people.
with said as (
    select
        p.person_id,
        s.subject_id,
        s.birth_date,
        s.birth_precision,
        s.death_date,
        s.sex,
        s.ethnicity_self,
        s.ethnicity_officer,
        s.mappa_category,
        s.mappa_level,
        s.domestic_abuse_perpetrator,
        s.registered_sex_offender,
        s.lead_worker,
        s.lead_agency,
        row_number() over (partition by p.person_id order by s.known_from desc, s.subject_id asc) as place
    from subject_version as s
    inner join person_of_subject as p on s.subject_id = p.subject_id
    where
        s.batch_id <= $seen_batch
        and s.known_from <= $known_at
        and (s.known_to is null or s.known_to > $known_at)
),

person as (
    select
        person_id,
        arg_min(birth_date, place) filter (where birth_date is not null) as birth_date,
        arg_min(birth_precision, place) filter (where birth_date is not null) as birth_precision,
        arg_min(death_date, place) filter (where death_date is not null) as death_date,
        arg_min(sex, place) filter (where sex is not null) as sex,
        arg_min(ethnicity_self, place) filter (where ethnicity_self is not null) as ethnicity_self,
        arg_min(ethnicity_officer, place) filter (where ethnicity_officer is not null) as ethnicity_officer,
        coalesce(arg_min(mappa_category, place) filter (where mappa_category > 0), min(mappa_category))
            as mappa_category,
        coalesce(arg_min(mappa_level, place) filter (where mappa_level > 0), min(mappa_level)) as mappa_level,
        bool_or(domestic_abuse_perpetrator) as domestic_abuse_perpetrator,
        bool_or(registered_sex_offender) as registered_sex_offender,
        arg_min(lead_worker, place) filter (where lead_worker is not null) as lead_worker,
        arg_min(lead_agency, place) filter (where lead_agency is not null) as lead_agency
    from said
    group by person_id
),

home as (
    select
        person_id,
        count(*) as homes,
        min(area) as area,
        min(district) as district,
        min(from_date) as from_date,
        min(to_date) as to_date
    from home_area_current
    group by person_id
)

select
    p.person_id,
    p.birth_date,
    p.birth_precision,
    p.death_date,
    p.sex,
    p.ethnicity_self,
    p.ethnicity_officer,
    p.mappa_category,
    p.mappa_level,
    p.domestic_abuse_perpetrator,
    p.registered_sex_offender,
    p.lead_worker,
    p.lead_agency,
    coalesce(h.homes, 0)::integer as homes,
    case when h.homes = 1 then h.area end as only_area,
    case when h.homes = 1 then h.district end as only_district,
    case when h.homes = 1 then h.from_date end as only_from,
    case when h.homes = 1 then h.to_date end as only_to
from person as p
left join home as h on p.person_id = h.person_id
order by p.person_id
