-- What became of the records of the file, by record type?
-- Grain:   one row per mapped record type and table
-- Inputs:  staged, failure, compared, mapped_record
with told as (
    select
        record_no,
        table_name,
        count(*) as records
    from staged
    where record_key is not null and row_no not in (select f.row_no from failure as f)
    group by record_no, table_name
),

known as (
    select
        record_no,
        table_name,
        count(*) filter (where fate != 'new') as not_new,
        count(*) filter (where fate = 'replaced') as replaced,
        count(*) filter (where fate = 'unchanged') as unchanged,
        count(*) filter (where fate = 'repeat') as repeated
    from compared
    group by record_no, table_name
)

select
    m.record_type,
    t.table_name,
    (sum(t.records) - coalesce(sum(k.not_new), 0))::bigint as new_records,
    coalesce(sum(k.replaced), 0)::bigint as replaced_records,
    coalesce(sum(k.unchanged), 0)::bigint as unchanged_records,
    coalesce(sum(k.repeated), 0)::bigint as repeated_records
from told as t
inner join mapped_record as m on t.record_no = m.record_no
left join known as k on t.record_no = k.record_no and t.table_name = k.table_name
group by m.record_type, t.table_name
order by m.record_type, t.table_name
