-- Is anybody known by several subjects? Only they can hold records that contradict each other.
-- Grain:   one row: how many subjects there are more than persons
-- Inputs:  subject_person
select count(*) - count(distinct person_id) as more_subjects
from subject_person
where known_to is null
