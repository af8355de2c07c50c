-- What becomes of each record of the file?
-- Grain:   one row per record or detail of one table from a row that is not refused
-- Inputs:  staged, failure, {{ table }}
-- Params:  $table_name, $system, $moment, $declares (a first historical load, not a correction of it)
-- fate: new, unchanged, replaced (it says otherwise than the current version), repeat (an earlier row of the file
-- says the same). A record without content only says that it exists.
-- Only a key never seen before is known since the source recorded it: a version may not overlap an older one.
insert into fated
with sound as (
    select
        s.record_no,
        s.row_no,
        s.item,
        s.line,
        s.source_key,
        s.reference,
        s.parent_key,
        s.record_key,
        s.content,
        s.declared_on,
        row_number() over (
            partition by s.record_key order by s.content is null, s.row_no, s.record_no, s.item
        ) as turn
    from staged as s
    where
        s.table_name = $table_name
        and s.record_key is not null
        and s.row_no not in (select f.row_no from failure as f)
),

held as (
    select
        record_key,
        max(content) filter (where known_to is null) as content,
        count(*) filter (where known_to is null) > 0 as is_current
    from {{ table }}
    where system = $system and record_key in (select s.record_key from sound as s)
    group by record_key
),

compared as (
    select
        s.record_no,
        s.row_no,
        s.item,
        s.line,
        s.source_key,
        s.reference,
        s.parent_key,
        s.record_key,
        coalesce(s.content, 0) as content,
        case
            when s.turn > 1 then 'repeat'
            when h.record_key is null or not h.is_current then 'new'
            when s.content is null or s.content = h.content then 'unchanged'
            else 'replaced'
        end as fate,
        $declares and h.record_key is null and s.declared_on is not null as is_declared,
        s.declared_on
    from sound as s
    left join held as h on s.record_key = h.record_key
)

select
    $table_name as table_name,
    record_no,
    row_no,
    item,
    line,
    source_key,
    reference,
    parent_key,
    record_key,
    content,
    fate,
    case when is_declared then least(declared_on::timestamp, $moment) else $moment end as known_from,
    case when is_declared then 'declared' else 'import' end as known_basis
from compared
