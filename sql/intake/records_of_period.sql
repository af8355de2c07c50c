-- How many records of each type did the file give, of when are they, and how many are of the period that it covers?
-- Grain:   one row per table asked for
-- Inputs:  staged, failure
-- Params:  $tables, $covers_from, $covers_to, $erased (the number of the check that refuses people who were erased)
-- Both days of the period are within it. A spell is of it when it covers one of its days (its own last day it does not
-- cover) or begins on one; a spell without a first or a last day goes on for ever that way.
-- Refused rows are left out, and only counted. Those of erased people alone say, as well as others, that the file is of
-- its period; of when they are they say nothing.
with asked as (
    select unnest($tables) as table_name
),

refused as (
    select
        row_no,
        bool_and(check_no = $erased) as is_erased
    from failure
    group by row_no
),

counted as (
    select
        s.table_name,
        count(*) filter (where r.row_no is null) as records,
        count(*) filter (
            where
            coalesce(r.is_erased, true)
            and (s.first_day is null or s.first_day <= $covers_to)
            and (s.last_day is null or s.last_day > $covers_from or s.first_day >= $covers_from)
        ) as records_within,
        min(coalesce(s.first_day, s.last_day)) filter (where r.row_no is null) as first_day,
        max(coalesce(s.last_day, s.first_day)) filter (where r.row_no is null) as last_day,
        count(*) filter (where r.row_no is not null) as refused
    from staged as s
    left join refused as r on s.row_no = r.row_no
    where s.table_name in (select a.table_name from asked as a)
    group by s.table_name
)

select
    a.table_name,
    coalesce(c.records, 0) as records,
    coalesce(c.records_within, 0) as records_within,
    c.first_day,
    c.last_day,
    coalesce(c.refused, 0) as refused
from asked as a
left join counted as c on a.table_name = c.table_name
order by a.table_name
