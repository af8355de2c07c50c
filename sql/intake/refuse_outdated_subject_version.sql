-- Which corrected rows say otherwise of people than a file imported after they were
-- refused, told here by any document? A blank says nothing.
-- Grain:   one row per row of the corrections file
-- Inputs:  correction, quarantine, arrived_subject_version, arrived_record, subject_version, import_batch
-- Params:  $system, $check_no
insert into failure
with told_later as (
    select
        v.record_key,
        max(b.batch_id) as batch_id
    from subject_version as v
    inner join import_batch as b on v.batch_id = b.batch_id or v.known_to = b.committed_at
    where v.system = $system and b.scope != 'corrections'
    group by v.record_key
)

select distinct
    a.row_no,
    r.line,
    $check_no as check_no
from arrived_subject_version as a
inner join arrived_record as r on a.record_no = r.record_no and a.row_no = r.row_no
inner join correction as c on a.row_no = c.row_no
inner join quarantine as q on c.quarantine_id = q.quarantine_id
inner join told_later as t on a.record_key = t.record_key
where
    a.content is not null
    and t.batch_id > q.batch_id
    and not exists (
        select 1 from subject_version as n
        where
            n.record_key = a.record_key
            and n.system = $system
            and n.known_to is null
            and (a.birth_date is null or a.birth_date = n.birth_date)
            and (a.birth_precision is null or a.birth_precision = n.birth_precision)
            and (a.death_date is null or a.death_date = n.death_date)
            and (a.sex is null or a.sex = n.sex)
            and (a.ethnicity_self is null or a.ethnicity_self = n.ethnicity_self)
            and (a.ethnicity_officer is null or a.ethnicity_officer = n.ethnicity_officer)
            and (a.mappa_category is null or a.mappa_category = n.mappa_category)
            and (a.mappa_level is null or a.mappa_level = n.mappa_level)
            and (a.domestic_abuse_perpetrator is null or a.domestic_abuse_perpetrator = n.domestic_abuse_perpetrator)
            and (a.registered_sex_offender is null or a.registered_sex_offender = n.registered_sex_offender)
            and (a.lead_worker is null or a.lead_worker = n.lead_worker)
            and (a.lead_agency is null or a.lead_agency = n.lead_agency)
    )
