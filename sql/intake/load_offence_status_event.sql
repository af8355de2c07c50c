-- Which status events become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  arrived_offence_status_event, sound_row, compared, mapped_record
-- told_by: the record type, offence or status, whose files may withdraw it.
-- Params:  $system, $batch_id, $moment, $declares (a first historical load, not a correction of it)
-- Only a key never seen before is known since the source recorded it: a version may not overlap an older one.
insert into offence_status_event (
    system,
    subject_id,
    record_key,
    content,
    offence_id,
    status,
    on_date,
    known_from,
    known_to,
    known_basis,
    batch_id,
    row_no,
    line,
    told_by
)
select
    $system as system,
    r.subject_id,
    a.record_key,
    coalesce(a.content, 0) as content,
    r.offence_id,
    a.status,
    a.on_date,
    case
        when $declares and c.fate is null and a.declared_on is not null
            then least(a.declared_on::timestamp, $moment)
        else $moment
    end as known_from,
    null as known_to,
    case
        when $declares and c.fate is null and a.declared_on is not null then 'declared'
        else 'import'
    end as known_basis,
    $batch_id as batch_id,
    a.row_no,
    r.line,
    m.record_type as told_by
from arrived_offence_status_event as a
inner join mapped_record as m on a.record_no = m.record_no
inner join sound_row as r on a.record_no = r.record_no and a.row_no = r.row_no
left join compared as c
    on
        c.table_name = 'offence_status_event'
        and a.record_no = c.record_no
        and a.row_no = c.row_no
        and a.item = c.item
where a.record_key is not null and coalesce(c.fate, 'new') in ('new', 'replaced')
