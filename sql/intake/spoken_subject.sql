-- Of which people does the file tell the details whole? Those in it, and those withdrawn because of it.
-- Grain:   one row per subject
-- Inputs:  fated, withdrawn, subject
-- Params:  $system
create temp table spoken_subject as
select s.subject_id
from fated as f
inner join subject as s on f.source_key = s.source_key and s.system = $system
where f.table_name = 'subject_version' and f.content != 0
union
select w.subject_id
from withdrawn as w
where w.table_name = 'subject_version'
