-- Did a move join subjects to a person who was restricted before it, or those of one to somebody else?
-- Grain:   a single row
-- Inputs:  moving (subject_id, person_id, known_from, reason), subject_person, hidden_subject (as before the move)
-- Params:  none
select count(*) > 0 as is_hidden
from moving
inner join subject_person as held on moving.person_id = held.person_id
inner join hidden_subject on held.subject_id = hidden_subject.subject_id
where held.known_to is null
