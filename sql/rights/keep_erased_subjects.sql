-- Keep the numbers of the subjects that an erasure removed: they are never given out again.
-- Grain:   adds one row per subject to erased_subject
-- Inputs:  erasing_subject
-- Params:  $erasure_id
insert into erased_subject (erasure_id, subject_id)
select
    $erasure_id as erasure_id,
    subject_id
from erasing_subject
order by subject_id
