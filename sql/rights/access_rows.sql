-- What does a table hold of the person: every column of every version?
-- Grain:   one row per row of the table, as they were loaded
-- Inputs:  {{ table }}, erasing_subject
from {{ table }} as held
where held.subject_id in (select e.subject_id from erasing_subject as e)
