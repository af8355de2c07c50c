-- Which subject was which person at the moment: how many assignments, and one digest of them all?
-- Grain:   one row
-- Inputs:  subject_person
-- Params:  $known_at, $seen_batch
-- Joined in blocks of subjects first: the same text, without sorting all of it at once.
with block as (
    select
        subject_id // 8192 as block_no,
        count(*) as assignments,
        string_agg(subject_id || ':' || person_id, ',' order by subject_id, person_id) as said
    from subject_person
    where
        (batch_id is null or batch_id <= $seen_batch)
        and known_from <= $known_at
        and (known_to is null or known_to > $known_at)
    group by subject_id // 8192
)

select
    coalesce(sum(assignments), 0)::bigint as assignments,
    sha256(coalesce(string_agg(said, ',' order by block_no), '')) as digest
from block
