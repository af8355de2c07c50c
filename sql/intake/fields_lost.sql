-- Which of these fields did a record say before this import replaced it and does not say now, and of how many records?
-- Grain:   one row per field
-- Inputs:  {{ table }}, fated
-- Params:  $table_name, $system, $record_no, $moment, $fields
with told as (
    select
        v.record_key,
        v.known_to,
        to_json(v) as said
    from {{ table }} as v
    where
        v.system = $system
        and (v.known_to is null or v.known_to = $moment)
        and v.record_key in (
            select f.record_key from fated as f
            where f.table_name = $table_name and f.record_no = $record_no and f.fate = 'replaced'
        )
),

asked as (
    select unnest($fields) as field
)

select
    asked.field,
    count(*) as records
from told as earlier
inner join told as later on earlier.record_key = later.record_key and later.known_to is null
cross join asked
where
    earlier.known_to = $moment
    and json_extract_string(earlier.said, asked.field) is not null
    and json_extract_string(later.said, asked.field) is null
group by asked.field
order by asked.field
