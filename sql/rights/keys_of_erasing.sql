-- By which keys do the systems know the subjects to be erased?
-- Grain:   one row per subject
-- Inputs:  subject, erasing_subject
select
    s.subject_id,
    s.system,
    s.source_key
from subject as s
inner join erasing_subject as e on s.subject_id = e.subject_id
order by s.subject_id
