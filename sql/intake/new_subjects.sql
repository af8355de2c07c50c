-- Which people does the file name for the first time? They get subject ids in the order of its rows.
-- Grain:   one row per new (system, source key)
-- Inputs:  record_of_row, failure, mapped_record, named_subject, subject, erased_subject
-- Params:  $system, $batch_id
create temp table new_subject as
with first_named as (
    select
        r.source_key,
        min(r.row_no) as row_no
    from record_of_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where
        m.record_type = 'subject'
        and r.readable
        and r.row_no not in (select f.row_no from failure as f)
        and r.source_key in (select s.source_key from named_subject as s where s.subject_id is null)
    group by r.source_key
)

select
    (
        -- a number of someone erased is not given out again
        greatest(
            (select coalesce(max(s.subject_id), 0) from subject as s),
            (select coalesce(max(e.subject_id), 0) from erased_subject as e)
        )
        + row_number() over (order by n.row_no, n.source_key)
    )::integer as subject_id,
    $system as system,
    n.source_key,
    $batch_id as batch_id
from first_named as n
