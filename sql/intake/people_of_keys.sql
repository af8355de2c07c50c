-- Who are the people of these keys of a system now?
-- Grain:   one row per person
-- Inputs:  subject, subject_person
-- Params:  $system, $source_keys
select distinct p.person_id
from subject as s
inner join subject_person as p on s.subject_id = p.subject_id and p.known_to is null
where s.system = $system and s.source_key in (select unnest($source_keys))
order by p.person_id
