-- Which rows are not refused, and of which subject and offence do their records speak?
-- Grain:   one row per row of the file that is not refused and mapped record
-- Inputs:  record_of_row, failure, named_subject, new_subject, named_offence, new_offence
create temp table sound_row as
with known_subject as (
    select
        subject_id,
        source_key
    from named_subject
    where subject_id is not null
    union all
    select
        subject_id,
        source_key
    from new_subject
),

known_offence as (
    select
        offence_id,
        reference
    from named_offence
    where offence_id is not null
    union all
    select
        offence_id,
        reference
    from new_offence
)

select
    r.record_no,
    r.row_no,
    r.line,
    r.parent_key,
    r.reference,
    s.subject_id,
    o.offence_id
from record_of_row as r
left join known_subject as s on r.source_key = s.source_key
left join known_offence as o on r.reference = o.reference
where r.readable and r.row_no not in (select f.row_no from failure as f)
