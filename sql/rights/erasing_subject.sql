-- Which subjects are to be erased?
-- Grain:   one row per subject
-- Inputs:  none
-- Params:  $subjects (subject ids)
create or replace temp table erasing_subject as
select unnest($subjects::integer[]) as subject_id
