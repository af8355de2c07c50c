-- In which rows do records of one key differ in this field, and which line is the first to say otherwise?
-- Grain:   one row per record or detail of a key whose records hold two values of the field
-- Inputs:  {{ arrived }}, arrived_record, doubled, failure
-- Params:  $table_name, $field, $blank_says (a blank is a value like others; else it agrees with any)
-- Blanks:  {{ arrived }}, {{ field }}
insert into differing
with told as (
    select
        a.record_no,
        a.row_no,
        a.item,
        a.record_key,
        r.line,
        case when $blank_says then coalesce(a.{{ field }}::varchar, '') else a.{{ field }}::varchar end as given
    from {{ arrived }} as a
    inner join arrived_record as r on a.record_no = r.record_no and a.row_no = r.row_no
    where
        a.content is not null
        and a.row_no not in (select f.row_no from failure as f)
        and a.record_key in (
            select d.record_key from doubled as d
            where d.table_name = $table_name and d.clashes
        )
),

first_told as (
    select
        record_key,
        given,
        min(line) as line,
        row_number() over (partition by record_key order by min(row_no), given) as turn
    from told
    where given is not null
    group by record_key, given
),

first_two as (
    select
        record_key,
        max(given) filter (where turn = 1) as given,
        max(line) filter (where turn = 1) as line,
        max(line) filter (where turn = 2) as next_line
    from first_told
    group by record_key
    having count(*) > 1
)

select
    $table_name as table_name,
    t.record_no,
    t.row_no,
    t.item,
    t.record_key,
    $field as field,
    coalesce(
        min(t.given) over (partition by t.record_key, t.row_no)
        != max(t.given) over (partition by t.record_key, t.row_no),
        false
    ) as of_itself,
    case when t.given = f.given then f.next_line else f.line end as other_line
from told as t
inner join first_two as f on t.record_key = f.record_key
