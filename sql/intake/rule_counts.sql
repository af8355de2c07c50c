-- How many rows broke each rule, and where are the first of them?
-- Grain:   one row per check that some row broke; checks that say the same of the same column are one, the first
-- Inputs:  failure, checks, conflict_place
-- other_lines: for each of these lines the first that says otherwise; NULL: none does.
with said as (
    select
        check_no,
        min(check_no) over (partition by rule, source_column, message, remedy) as said_first
    from checks
),

broken as (
    select
        s.said_first as check_no,
        f.row_no,
        f.line,
        min(p.other_line) as other_line
    from failure as f
    inner join said as s on f.check_no = s.check_no
    left join conflict_place as p on f.row_no = p.row_no and f.check_no = p.check_no
    group by s.said_first, f.row_no, f.line
),

placed as (
    select
        check_no,
        line,
        other_line,
        row_number() over (partition by check_no order by row_no) as turn
    from broken
)

select
    check_no,
    count(*) as rows_refused,
    list(line order by turn) filter (where turn <= 3) as first_lines,
    list(other_line order by turn) filter (where turn <= 3) as other_lines
from placed
group by check_no
order by check_no
