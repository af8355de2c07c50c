-- Which type of record told a status event: an offence row, or a record of the type status. A file withdraws only
-- what its own type told. Worked out for rows already held, whose keys differ by it: an offence row's event is
-- known by its status alone, a status record by status and date. NULL: neither fits, so both may withdraw it.
alter table offence_status_event add column told_by varchar;

update offence_status_event
set told_by = worked_out.told_by
from (
    select
        v.record_key,
        v.system,
        case v.record_key
            when md5_number(concat_ws(chr(31), r.reference, s.source_key, v.status)) then 'offence'
            when md5_number(concat_ws(chr(31), r.reference, s.source_key, v.status, v.on_date::varchar)) then 'status'
        end as told_by
    from offence_status_event as v
    inner join subject as s on v.subject_id = s.subject_id
    inner join offence_reference as r on v.offence_id = r.offence_id
) as worked_out
where offence_status_event.record_key = worked_out.record_key and offence_status_event.system = worked_out.system;
