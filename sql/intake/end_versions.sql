-- Since when does a version no longer hold? Set once, for what this import replaced or withdrew.
-- Grain:   one row per version ended
-- Inputs:  {{ table }}, compared, withdrawn
-- Params:  $table_name, $system, $moment
update {{ table }}
set known_to = $moment
where
    system = $system
    and known_to is null
    and record_key in (
        select c.record_key from compared as c
        where c.table_name = $table_name and c.fate = 'replaced'
        union all
        select w.record_key from withdrawn as w
        where w.table_name = $table_name
    )
