-- Which person is each subject that may be shown, as known at a moment?
-- Grain:   one row per subject that is assigned to a person, but for those of restricted people
-- Inputs:  subject_person, hidden_subject
-- Params:  $known_at, $seen_batch
select
    subject_id,
    person_id
from subject_person
where
    (batch_id is null or batch_id <= $seen_batch)
    and known_from <= $known_at
    and (known_to is null or known_to > $known_at)
    and subject_id not in (select h.subject_id from hidden_subject as h)
