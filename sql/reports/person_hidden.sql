-- Why is there nothing to show of a person: erased (when), or restricted?
-- Grain:   one row, or none
-- Inputs:  erased_person, erasure, subject_person, hidden_subject
-- Params:  $person_id
select max(e.erased_at) as erased_at
from erased_person as p
inner join erasure as e on p.erasure_id = e.erasure_id
where p.person_id = $person_id
having count(*) > 0
union all
select null as erased_at
from subject_person as s
inner join hidden_subject as h on s.subject_id = h.subject_id
where s.person_id = $person_id and s.known_to is null
limit 1
