-- Who is restricted?
-- Grain:   one row per person
-- Inputs:  subject_person, hidden_subject
select distinct subject_person.person_id
from subject_person
inner join hidden_subject on subject_person.subject_id = hidden_subject.subject_id
where subject_person.known_to is null
