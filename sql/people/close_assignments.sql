-- Close, at this moment, the assignment of every subject that moves to another person.
-- Grain:   one row per moved subject (updated)
-- Inputs:  subject_person, moving (subject_id, person_id, known_from, reason)
-- Params:  $moment
update subject_person
set known_to = $moment
where
    known_to is null
    and subject_id in (select moving.subject_id from moving)
