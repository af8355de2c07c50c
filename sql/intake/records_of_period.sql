-- How many records of each type did the file give, of when are they, and how many are of the period that it covers?
-- Grain:   one row per table asked for
-- Inputs:  staged, failure, arrived_record
-- Params:  $tables, $covers_from, $covers_to, $erased (the number of the check that refuses people who were erased)
-- Both days of the period are within it. A spell is of it when it covers one of its days (its own last day it does not
-- cover) or begins on one; a spell without a first or a last day goes on for ever that way.
-- Refused rows are left out but those of erased people, which say as well as others of when the file is. may_be_of_it:
-- other refused rows that are dated within the period, or whose date cannot be read.
with asked as (
    select unnest($tables) as table_name
),

refused as (
    select distinct row_no
    from failure
    where check_no != $erased
),

-- The reader of the file could not tell their fields apart: of them nothing arrived.
unread as (
    select count(*) as unread_rows
    from refused
    where row_no not in (select a.row_no from arrived_record as a)
),

given as (
    select
        table_name,
        row_no,
        first_day,
        last_day,
        row_no in (select r.row_no from refused as r) as is_refused,
        (first_day is null or first_day <= $covers_to)
        and (last_day is null or last_day > $covers_from or first_day >= $covers_from) as is_within
    from staged
    where table_name in (select a.table_name from asked as a)
),

counted as (
    select
        table_name,
        count(*) filter (where not is_refused) as records,
        count(*) filter (where not is_refused and is_within) as records_within,
        min(coalesce(first_day, last_day)) filter (where not is_refused) as first_day,
        max(coalesce(last_day, first_day)) filter (where not is_refused) as last_day,
        count(distinct row_no) filter (where is_refused and is_within) as may_be_of_it
    from given
    group by table_name
)

select
    a.table_name,
    coalesce(c.records, 0) as records,
    coalesce(c.records_within, 0) as records_within,
    c.first_day,
    c.last_day,
    coalesce(c.may_be_of_it, 0) + u.unread_rows as may_be_of_it
from asked as a
cross join unread as u
left join counted as c on a.table_name = c.table_name
order by a.table_name
