-- What becomes of the records of the file that the store held before, and of those that an earlier row says too?
-- Grain:   one row per such record or detail of one table from a row that is not refused; all others are new
-- Inputs:  {{ arrived }}, failure, doubled, held_version
-- Params:  $table_name, $system
-- fate: unchanged, replaced (it says otherwise than the current version), repeat (an earlier row of the file says the
-- same), new (it was held and withdrawn). A record without content only says that it exists.
insert into compared
with sound as (
    select
        a.record_no,
        a.row_no,
        a.item,
        a.record_key,
        a.content
    from {{ arrived }} as a
    where a.record_key is not null and a.row_no not in (select f.row_no from failure as f)
),

turned as (
    select
        s.record_no,
        s.row_no,
        s.item,
        row_number() over (
            partition by s.record_key order by s.content is null, s.row_no, s.record_no, s.item
        ) as turn
    from sound as s
    where s.record_key in (select d.record_key from doubled as d where d.table_name = $table_name)
),

held as (
    select
        record_key,
        max(content) filter (where known_to is null) as content,
        count(*) filter (where known_to is null) > 0 as is_current
    from held_version
    where system = $system and record_key in (select s.record_key from sound as s)
    group by record_key
)

select
    $table_name as table_name,
    s.record_no,
    s.row_no,
    s.item,
    s.record_key,
    case
        when t.turn > 1 then 'repeat'
        when not h.is_current then 'new'
        when s.content is null or s.content = h.content then 'unchanged'
        else 'replaced'
    end as fate
from sound as s
left join turned as t on s.record_no = t.record_no and s.row_no = t.row_no and s.item = t.item
left join held as h on s.record_key = h.record_key
where t.turn > 1 or h.record_key is not null
