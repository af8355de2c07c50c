-- How many rows broke each rule, and where are the first of them?
-- Grain:   one row per check that some row broke; checks that say the same of the same column are one, the first
-- Inputs:  failure, checks
with said as (
    select
        check_no,
        min(check_no) over (partition by rule, source_column, message, remedy) as said_first
    from checks
),

broken as (
    select distinct
        s.said_first as check_no,
        f.row_no,
        f.line
    from failure as f
    inner join said as s on f.check_no = s.check_no
),

placed as (
    select
        check_no,
        line,
        row_number() over (partition by check_no order by row_no) as turn
    from broken
)

select
    check_no,
    count(*) as rows_refused,
    list(line order by turn) filter (where turn <= 3) as first_lines
from placed
group by check_no
order by check_no
