-- Which rows have the key of another row of the file and say otherwise? None of them is believed.
-- Grain:   one row per row, record and rule broken
-- Inputs:  staged, failure, mapped_record
insert into failure
with sound as (
    select
        s.table_name,
        s.record_no,
        s.row_no,
        s.line,
        s.record_key,
        s.content
    from staged as s
    where
        s.record_key is not null
        and s.content is not null
        and s.row_no not in (select f.row_no from failure as f)
),

clash as (
    select
        table_name,
        record_key
    from sound
    group by table_name, record_key
    having min(content) != max(content)
)

select distinct
    s.row_no,
    s.line,
    m.conflict_check as check_no
from sound as s
inner join clash as c on s.table_name = c.table_name and s.record_key = c.record_key
inner join mapped_record as m on s.record_no = m.record_no
