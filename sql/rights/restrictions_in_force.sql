-- Which restrictions in force concern any of these subjects?
-- Grain:   one row per restriction
-- Inputs:  person_restriction, restricted_subject
-- Params:  $subjects
select distinct r.restriction_id
from person_restriction as r
inner join restricted_subject as s on r.restriction_id = s.restriction_id
where r.lifted_at is null and s.subject_id in (select unnest($subjects::integer[]))
order by r.restriction_id
