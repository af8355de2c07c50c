-- What became of each row of the file that is not refused?
-- Grain:   one row per fate, with how many rows had it; rows that hold no record are not among them
-- Inputs:  fated, withdrawn, subject, offence_reference
-- Params:  $system
-- updated: a version was replaced, or a detail of a record held before came or went; loaded: something new, nothing
-- replaced; unchanged: all of it was held before, or said by an earlier row.
with parent as (
    select distinct record_key
    from fated
    where fate = 'new' and table_name in ('subject_version', 'offence_version')
),

lost as (
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
    select distinct f.row_no
    from fated as f
    inner join subject as s on f.source_key = s.source_key and s.system = $system
    inner join lost as l on s.subject_id = l.subject_id and not l.of_offence
    where f.table_name = 'subject_version'
    union
    select distinct f.row_no
    from fated as f
    inner join subject as s on f.source_key = s.source_key and s.system = $system
    inner join offence_reference as o on f.reference = o.reference and o.system = $system
    inner join lost as l on s.subject_id = l.subject_id and o.offence_id = l.offence_id and l.of_offence
    where f.table_name = 'offence_version'
),

changing as (
    select
        f.row_no,
        f.fate = 'replaced'
        or (
            f.fate = 'new'
            and p.record_key is null
            and f.table_name in (
                'subject_identifier_version',
                'subject_name_version',
                'offence_victim_version',
                'offence_status_event'
            )
        ) as updates,
        f.fate = 'new' as is_new
    from fated as f
    left join parent as p on f.parent_key = p.record_key
    union all
    select
        row_no,
        true as updates,
        false as is_new
    from losing_row
),

rows_of_file as (
    select
        row_no,
        bool_or(updates) as updates,
        bool_or(is_new) as is_new
    from changing
    group by row_no
)

select
    case when updates then 'updated' when is_new then 'loaded' else 'unchanged' end as fate,
    count(*) as rows_so_fated
from rows_of_file
group by fate
