-- Who holds now the subjects that a person ever held?
-- Grain:   one row per person (none: the id was never given out)
-- Inputs:  subject_person
-- Params:  $person_id
select distinct current_person.person_id
from subject_person as ever
inner join subject_person as current_person on ever.subject_id = current_person.subject_id
where ever.person_id = $person_id and current_person.known_to is null
order by current_person.person_id
