-- Which corrected rows say otherwise than a file imported after they were refused, told here by any document?
-- Grain:   one row per row of the corrections file
-- Inputs:  correction, quarantine, staged, arrived_record, {{ table }}, import_batch
-- Params:  $table_name, $system, $check_no
insert into failure
with told_later as (
    select
        v.record_key,
        v.content,
        v.known_to,
        max(b.batch_id) as batch_id
    from {{ table }} as v
    inner join import_batch as b on v.batch_id = b.batch_id or v.known_to = b.committed_at
    where v.system = $system and b.scope != 'corrections'
    group by v.record_key, v.content, v.known_to
)

select distinct
    s.row_no,
    r.line,
    $check_no as check_no
from staged as s
inner join arrived_record as r on s.record_no = r.record_no and s.row_no = r.row_no
inner join correction as c on s.row_no = c.row_no
inner join quarantine as q on c.quarantine_id = q.quarantine_id
inner join told_later as t on s.record_key = t.record_key
where
    s.table_name = $table_name
    and s.content is not null
    and t.batch_id > q.batch_id
    and (t.known_to is not null or t.content != s.content)
    -- what a later correction settled is not compared again
    and not exists (
        select 1 from {{ table }} as n
        where n.record_key = s.record_key and n.system = $system and n.known_to is null and n.content = s.content
    )
