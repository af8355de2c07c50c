-- How many refused rows are of the period that the file covers, or may be, by record type?
-- Grain:   one row per table asked for
-- Inputs:  staged, failure, arrived_record, numbered_refusal, quarantine
-- Params:  $tables, $covers_from, $covers_to, $erased (the number of the check that refuses people who were erased)
-- Of the period as in records_of_period.sql beside this one; may be: no date of the row can be read, or nothing of it.
-- open: nothing was done about the row yet; corrected: in the store, earlier, and in this file it is as it was. A row
-- that was given up stands against nothing; nor does one of someone erased.
with asked as (
    select unnest($tables) as table_name
),

refused as (
    select
        n.row_no,
        q.state
    from numbered_refusal as n
    inner join quarantine as q on n.quarantine_id = q.quarantine_id
    where
        q.state in ('open', 'corrected')
        and n.row_no not in (select f.row_no from failure as f where f.check_no = $erased)
),

-- The reader of the file could not tell their fields apart: of them nothing arrived.
unread as (
    select
        count(*) filter (where state = 'open') as open_rows,
        count(*) filter (where state = 'corrected') as corrected_rows
    from refused
    where row_no not in (select a.row_no from arrived_record as a)
),

dated as (
    select
        s.table_name,
        count(distinct s.row_no) filter (where r.state = 'open') as open_rows,
        count(distinct s.row_no) filter (where r.state = 'corrected') as corrected_rows
    from staged as s
    inner join refused as r on s.row_no = r.row_no
    where
        (s.first_day is null or s.first_day <= $covers_to)
        and (s.last_day is null or s.last_day > $covers_from or s.first_day >= $covers_from)
    group by s.table_name
)

select
    a.table_name,
    coalesce(d.open_rows, 0) + u.open_rows as open_rows,
    coalesce(d.corrected_rows, 0) + u.corrected_rows as corrected_rows
from asked as a
cross join unread as u
left join dated as d on a.table_name = d.table_name
order by a.table_name
