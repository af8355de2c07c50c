-- Of which people does the file tell the details whole? Those in it.
-- Grain:   one row per subject
-- Inputs:  fated, subject
-- Params:  $system
create temp table spoken_subject as
select distinct s.subject_id
from fated as f
inner join subject as s on f.source_key = s.source_key and s.system = $system
where f.table_name = 'subject_version' and f.content != 0
