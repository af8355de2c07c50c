-- Which rows were refused, and which rules did each break in which columns?
-- Grain:   one row per refused row
-- Inputs:  quarantine, quarantine_failure
-- Params:  $state, $batch_id, $quarantine_id (each NULL: any)
select
    q.quarantine_id,
    q.batch_id,
    q.system,
    q.mapping_title,
    q.file_name,
    q.row_no,
    q.line,
    q.state,
    q.closed_by_batch,
    string_agg(distinct f.rule, ', ' order by f.rule) as rules,
    string_agg(distinct f.source_column, ', ' order by f.source_column) as source_columns
from quarantine as q
inner join quarantine_failure as f on q.quarantine_id = f.quarantine_id
where
    ($state is null or q.state = $state)
    and ($batch_id is null or q.batch_id = $batch_id)
    and ($quarantine_id is null or q.quarantine_id = $quarantine_id)
group by
    q.quarantine_id,
    q.batch_id,
    q.system,
    q.mapping_title,
    q.file_name,
    q.row_no,
    q.line,
    q.state,
    q.closed_by_batch
order by q.quarantine_id
