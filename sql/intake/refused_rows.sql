-- Which rows of the file are refused, and at which place among rows of the same key do they stand?
-- Grain:   one row per refused row
-- Inputs:  failure, record_of_row
with place as (
    select
        row_no,
        string_agg(occurrence::varchar, ',' order by record_no) as occurrence
    from record_of_row
    where occurrence is not null
    group by row_no
)

select
    f.row_no,
    min(f.line) as line,
    min(p.occurrence) as occurrence
from failure as f
left join place as p on f.row_no = p.row_no
group by f.row_no
order by f.row_no
