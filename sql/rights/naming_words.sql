-- By what is the person called whose subjects are to be erased: names, identifiers, the systems' keys?
-- Grain:   one row per word or identifier
-- Inputs:  erasing_subject, subject, subject_name_version, subject_identifier_version
select distinct s.source_key as word
from subject as s
inner join erasing_subject as e on s.subject_id = e.subject_id
union
select unnest(string_split_regex(concat_ws(' ', n.surname, n.forenames), '\s+')) as word
from subject_name_version as n
inner join erasing_subject as e on n.subject_id = e.subject_id
union
select i.value as word
from subject_identifier_version as i
inner join erasing_subject as e on i.subject_id = e.subject_id
