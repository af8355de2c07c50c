-- How many rows broke each rule, and where are the first of them?
-- Grain:   one row per check that some row broke
-- Inputs:  failure
with broken as (
    select distinct
        check_no,
        row_no,
        line
    from failure
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
