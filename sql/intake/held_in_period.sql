-- How many current records of a type should a full file hold, and how many would it withdraw?
-- Grain:   one row
-- Inputs:  {{ table }}, withdrawn
-- Params:  $table_name, $system, $record_type, $from_date, $to_date (NULL: a type without a date,
--          which a full file holds wholly)
-- Blanks:  {{ table }}: that of the type; {{ dated_by }}: its date; {{ told_by }}: the column that says which record
--          type told a version, null where only one type can
select
    (
        select count(*) from withdrawn as w
        where w.table_name = $table_name
    ) as withdrawing,
    count(*) as held
from {{ table }} as v
where
    v.system = $system
    and v.known_to is null
    and coalesce({{ told_by }}, $record_type) = $record_type
    and ($from_date is null or {{ dated_by }} between $from_date and $to_date)
