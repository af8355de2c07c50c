-- Remove what a table holds of the erased subjects.
-- Grain:   one row per row of the table (deleted)
-- Inputs:  {{ table }}, erasing_subject
delete from {{ table }}
where subject_id in (select e.subject_id from erasing_subject as e)
