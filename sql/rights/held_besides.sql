-- Who else holds subjects of a restriction, now that a join was reversed or a person taken apart?
-- Grain:   one row per subject
-- Inputs:  restricted_subject, subject_person
-- Params:  $restriction_id, $subjects (those of the person whose restriction is lifted)
select
    s.subject_id,
    p.person_id
from restricted_subject as s
inner join subject_person as p on s.subject_id = p.subject_id and p.known_to is null
where s.restriction_id = $restriction_id and s.subject_id not in (select unnest($subjects::integer[]))
order by s.subject_id
