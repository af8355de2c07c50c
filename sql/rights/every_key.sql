-- By which key does each system know each of its people?
-- Grain:   one row per subject
-- Inputs:  subject
select
    subject_id,
    system,
    source_key
from subject
order by subject_id
