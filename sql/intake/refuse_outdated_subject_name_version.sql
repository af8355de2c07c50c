-- Which corrected rows say otherwise of people's names and addresses than a file imported after they were
-- refused, told here by any document? A blank says nothing.
-- Grain:   one row per row of the corrections file
-- Inputs:  correction, quarantine, arrived_subject_name_version, arrived_record, subject_name_version, import_batch
-- Params:  $system, $check_no
insert into failure
with told_later as (
    select
        v.record_key,
        max(b.batch_id) as batch_id
    from subject_name_version as v
    inner join import_batch as b on v.batch_id = b.batch_id or v.known_to = b.committed_at
    where v.system = $system and b.scope != 'corrections'
    group by v.record_key
)

select distinct
    a.row_no,
    r.line,
    $check_no as check_no
from arrived_subject_name_version as a
inner join arrived_record as r on a.record_no = r.record_no and a.row_no = r.row_no
inner join correction as c on a.row_no = c.row_no
inner join quarantine as q on c.quarantine_id = q.quarantine_id
inner join told_later as t on a.record_key = t.record_key
where
    a.content is not null
    and t.batch_id > q.batch_id
    and not exists (
        select 1 from subject_name_version as n
        where
            n.record_key = a.record_key
            and n.system = $system
            and n.known_to is null
            and (a.surname is null or a.surname = n.surname)
            and (a.forenames is null or a.forenames = n.forenames)
            and (a.address is null or a.address = n.address)
            and (a.postcode is null or a.postcode = n.postcode)
    )
