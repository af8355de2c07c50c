-- How many rows does a table hold of the subjects to be erased?
-- Grain:   one row
-- Inputs:  {{ table }}, erasing_subject
select count(*) as number_of_rows
from {{ table }}
where subject_id in (select e.subject_id from erasing_subject as e)
