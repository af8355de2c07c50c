-- Under which number is each refused row kept? The same row refused before keeps the number it has, and stays closed
-- where it was corrected or given up: the file that held it may be imported again.
-- A correction refused again keeps the number it corrects, open or closed.
-- Grain:   one row per refused row
-- Inputs:  refused_raw, correction, quarantine
-- Params:  $system, $mapping_title
create temp table numbered_refusal as
with refused as (
    select
        r.row_no,
        r.line,
        r.raw,
        r.raw_sha256,
        r.occurrence,
        c.quarantine_id as corrects,
        row_number() over (partition by r.raw_sha256 order by r.row_no) as turn
    from refused_raw as r
    left join correction as c on r.row_no = c.row_no
),

refused_before as (
    select
        quarantine_id,
        raw_sha256,
        row_number() over (partition by raw_sha256 order by state <> 'open', quarantine_id) as turn
    from quarantine
    where system = $system and mapping_title = $mapping_title
),

matched as (
    select
        r.row_no,
        r.line,
        r.raw,
        r.raw_sha256,
        r.occurrence,
        coalesce(k.quarantine_id, o.quarantine_id) as quarantine_id
    from refused as r
    left join quarantine as k on r.corrects = k.quarantine_id
    left join refused_before as o on r.corrects is null and r.raw_sha256 = o.raw_sha256 and r.turn = o.turn
)

select
    row_no,
    line,
    raw,
    raw_sha256,
    occurrence,
    quarantine_id is null as is_new,
    coalesce(
        quarantine_id,
        (select coalesce(max(q.quarantine_id), 0) from quarantine as q)
        + row_number() over (partition by quarantine_id is null order by row_no)
    ) as quarantine_id
from matched
