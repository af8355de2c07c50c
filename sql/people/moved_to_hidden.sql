-- Did a move put subjects to a person who is restricted, or a restricted one's to somebody else?
-- Grain:   a single row
-- Inputs:  moving (subject_id, person_id, known_from, reason), subject_person (after the move), restricted_subject,
--          person_restriction
-- Params:  none
select count(*) > 0 as is_hidden
from moving
inner join subject_person as held on moving.person_id = held.person_id
inner join restricted_subject as subject on held.subject_id = subject.subject_id
inner join person_restriction as restriction on subject.restriction_id = restriction.restriction_id
where held.known_to is null and restriction.lifted_at is null
