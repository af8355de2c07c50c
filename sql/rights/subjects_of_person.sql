-- Which subjects is a person now?
-- Grain:   one row per subject
-- Inputs:  subject_person
-- Params:  $person_id
select subject_id
from subject_person
where person_id = $person_id and known_to is null
order by subject_id
