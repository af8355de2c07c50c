-- Of which keys do the records differ in blanks alone, so that they go together?
-- Grain:   one row per key of a table whose records differ (updated)
-- Inputs:  doubled, differing
-- Params:  $table_name
update doubled
set clashes = false
where
    table_name = $table_name
    and clashes
    and record_key not in (
        select d.record_key from differing as d
        where d.table_name = $table_name
    )
