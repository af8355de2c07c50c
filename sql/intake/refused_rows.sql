-- Which rows of the file are refused, and at which place among rows of the same key do they stand?
-- Grain:   one row per refused row
-- Inputs:  failure, record_of_row, mapped_record
with place as (
    select
        r.row_no,
        string_agg(r.occurrence::varchar, ',' order by r.record_no) as occurrence
    from record_of_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where
        m.keying = 'counted'
        or (
            m.keying = 'numbered'
            and (select count(*) from mapped_record as n where n.keying in ('counted', 'numbered')) = 1
        )
    group by r.row_no
)

select
    f.row_no,
    min(f.line) as line,
    min(p.occurrence) as occurrence
from failure as f
left join place as p on f.row_no = p.row_no
group by f.row_no
order by f.row_no
