-- What became of each row of the file that is not refused?
-- Grain:   one row per fate, with how many rows had it; rows that hold no record are not among them
-- Inputs:  staged, fated, sound_row, compared, mapped_record, withdrawn
-- updated: a version was replaced, or a detail of a record held before came or went; loaded: something new, nothing
-- replaced; unchanged: all of it was held before, or said by an earlier row.
-- A row with nothing held or said before is loaded, if its details are of its own records and none was withdrawn:
-- of most rows of a first load no more is asked.
with lost as (
    select distinct
        table_name in ('offence_victim_version', 'offence_status_event') as of_offence,
        subject_id,
        case when table_name in ('offence_victim_version', 'offence_status_event') then offence_id end as offence_id
    from withdrawn
    where
        table_name in (
            'offence_victim_version', 'offence_status_event', 'subject_identifier_version', 'subject_name_version'
        )
),

losing_row as (
    select r.row_no
    from sound_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    inner join lost as l on r.subject_id = l.subject_id and not l.of_offence
    where m.record_type = 'subject'
    union
    select r.row_no
    from sound_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    inner join lost as l on r.subject_id = l.subject_id and r.offence_id = l.offence_id and l.of_offence
    where m.record_type = 'offence'
),

told_again as (
    select
        row_no,
        count(*) as records
    from compared
    where fate in ('unchanged', 'repeat')
    group by row_no
),

records_of_row as (
    select
        row_no,
        count(*) as records
    from staged
    where record_key is not null and row_no in (select g.row_no from told_again as g)
    group by row_no
),

-- Rows with nothing but what was held or said before: of them no more is asked either.
same_row as (
    select t.row_no
    from told_again as t
    inner join records_of_row as n on t.row_no = n.row_no and t.records = n.records
    where t.row_no not in (select l.row_no from losing_row as l)
),

candidate_row as (
    select row_no from compared
    union
    select row_no from losing_row
    union
    select r.row_no
    from sound_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where m.record_type = 'status'
),

asked as (
    select row_no from candidate_row
    where row_no not in (select s.row_no from same_row as s)
),

of_asked as (
    select
        f.table_name,
        f.row_no,
        f.record_key,
        f.parent_key,
        f.fate
    from fated as f
    where f.row_no in (select a.row_no from asked as a)
),

-- Records held before that details of the rows asked belong to; what is not among them came with this file.
detail_parent as (
    select distinct parent_key
    from of_asked
    where
        fate = 'new'
        and table_name in (
            'subject_identifier_version', 'subject_name_version', 'offence_victim_version', 'offence_status_event'
        )
),

new_parent as (
    select f.record_key
    from fated as f
    where
        f.fate = 'new'
        and f.table_name in ('subject_version', 'offence_version')
        and f.record_key in (select d.parent_key from detail_parent as d)
),

changing as (
    select
        row_no,
        fate = 'replaced'
        or (
            fate = 'new'
            and parent_key not in (select n.record_key from new_parent as n)
            and table_name in (
                'subject_identifier_version', 'subject_name_version', 'offence_victim_version', 'offence_status_event'
            )
        ) as updates,
        fate = 'new' as is_new
    from of_asked
    union all
    select
        row_no,
        true as updates,
        false as is_new
    from losing_row
),

row_asked as (
    select
        row_no,
        bool_or(updates) as updates,
        bool_or(is_new) as is_new
    from changing
    group by row_no
),

told as (
    select
        case when updates then 'updated' when is_new then 'loaded' else 'unchanged' end as fate,
        count(*) as rows_so_fated
    from row_asked
    group by updates, is_new
    union all
    select
        'loaded' as fate,
        count(distinct row_no) as rows_so_fated
    from sound_row
    where row_no not in (select c.row_no from candidate_row as c)
    union all
    select
        'unchanged' as fate,
        count(*) as rows_so_fated
    from same_row
)

select
    fate,
    sum(rows_so_fated)::bigint as rows_so_fated
from told
group by fate
