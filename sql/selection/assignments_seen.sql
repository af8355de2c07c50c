-- Which subject was which person at the moment?
-- Grain:   one row per subject, in any order
-- Inputs:  subject_person
-- Params:  $known_at, $seen_batch
select
    subject_id,
    person_id
from subject_person
where
    (batch_id is null or batch_id <= $seen_batch)
    and known_from <= $known_at
    and (known_to is null or known_to > $known_at)
