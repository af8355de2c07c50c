-- Which rows have the key of another row of the file and say otherwise, or say two things of one key themselves?
-- Grain:   one row per row and mapped record
-- Inputs:  doubled, staged, failure, arrived_record, differing
-- told: what of the record differs, as "table item field" with commas between; where a row is at odds with itself, that
-- alone, and no other row is named.
create temp table conflict as
with told as (
    select
        s.row_no,
        s.record_no,
        r.line,
        s.table_name || ' ' || s.item || ' ' || f.field as told,
        coalesce(f.of_itself, false) as of_itself,
        f.other_line,
        bool_or(coalesce(f.of_itself, false)) over (partition by s.row_no, s.record_no) as is_of_itself
    from staged as s
    inner join doubled as d on s.table_name = d.table_name and s.record_key = d.record_key
    inner join arrived_record as r on s.record_no = r.record_no and s.row_no = r.row_no
    left join differing as f
        on
            s.table_name = f.table_name
            and s.record_no = f.record_no
            and s.row_no = f.row_no
            and s.item = f.item
    where
        d.clashes
        and s.content is not null
        and s.row_no not in (select b.row_no from failure as b)
)

select
    row_no,
    record_no,
    line,
    is_of_itself as of_itself,
    coalesce(string_agg(distinct told, ',' order by told), '') as told,
    case when not is_of_itself then min(other_line) end as other_line
from told
where of_itself = is_of_itself
group by row_no, record_no, line, is_of_itself
