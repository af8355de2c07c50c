-- Which people become known through this import, in whatever record?
-- Grain:   one row per new (system, source key)
-- Inputs:  new_subject
insert into subject (subject_id, system, source_key, batch_id)
select
    subject_id,
    system,
    source_key,
    batch_id
from new_subject
order by subject_id
