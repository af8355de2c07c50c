-- Which subjects is a person now?
-- Grain:   one row per subject
-- Inputs:  person_of_subject
-- Params:  $person_id
select subject_id
from person_of_subject
where person_id = $person_id
