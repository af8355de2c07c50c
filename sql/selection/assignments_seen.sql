-- Which subject was which person at the moment: how many assignments, and one digest of them all?
-- Grain:   one row
-- Inputs:  subject_person
-- Params:  $known_at, $seen_batch
select
    count(*) as assignments,
    sha256(coalesce(string_agg(subject_id || ':' || person_id, ',' order by subject_id, person_id), '')) as digest
from subject_person
where
    (batch_id is null or batch_id <= $seen_batch)
    and known_from <= $known_at
    and (known_to is null or known_to > $known_at)
