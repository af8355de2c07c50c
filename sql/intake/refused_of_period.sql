-- How many refused rows that are still open are of the period that the file covers, or may be, by record type?
-- Grain:   one row per table asked for
-- Inputs:  staged, failure, arrived_record, numbered_refusal, quarantine
-- Params:  $tables, $covers_from, $covers_to, $erased (the number of the check that refuses people who were erased)
-- Of the period as in records_of_period.sql beside this one; may be: no date of the row can be read, or nothing of it.
-- A row that was corrected or given up earlier is settled, and stands against nothing; so is one of someone erased.
with asked as (
    select unnest($tables) as table_name
),

refused as (
    select n.row_no
    from numbered_refusal as n
    inner join quarantine as q on n.quarantine_id = q.quarantine_id
    where q.state = 'open' and n.row_no not in (select f.row_no from failure as f where f.check_no = $erased)
),

-- The reader of the file could not tell their fields apart: of them nothing arrived.
unread as (
    select count(*) as unread_rows
    from refused
    where row_no not in (select a.row_no from arrived_record as a)
),

dated as (
    select
        table_name,
        count(distinct row_no) as dated_rows
    from staged
    where
        row_no in (select r.row_no from refused as r)
        and (first_day is null or first_day <= $covers_to)
        and (last_day is null or last_day > $covers_from or first_day >= $covers_from)
    group by table_name
)

select
    a.table_name,
    coalesce(d.dated_rows, 0) + u.unread_rows as may_be_of_it
from asked as a
cross join unread as u
left join dated as d on a.table_name = d.table_name
order by a.table_name
