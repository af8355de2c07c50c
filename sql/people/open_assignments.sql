-- Assign every moving subject to its person.
-- Grain:   one row per subject in moving (inserted)
-- Inputs:  subject_person, moving (subject_id, person_id, known_from, reason)
-- Params:  $batch_id (null when a person decided), $decided_by
insert into subject_person (
    assignment_id, subject_id, person_id, known_from, known_to, decided_by, reason, batch_id
)
select
    (select coalesce(max(earlier.assignment_id), 0) from subject_person as earlier)
    + row_number() over (order by moving.subject_id) as assignment_id,
    moving.subject_id,
    moving.person_id,
    moving.known_from,
    null as known_to,
    $decided_by as decided_by,
    moving.reason,
    $batch_id as batch_id
from moving
order by moving.subject_id
