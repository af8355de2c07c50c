-- What was loaded of a table no longer stands: another load, or the shipped table, takes its place.
-- Grain:   one row per load of the table that stands (updated)
-- Inputs:  reference_load
-- Params:  $table_id, $moment
update reference_load
set until = $moment
where table_id = $table_id and until is null
