-- Which restrictions in force came after one of them, and of which subjects is each?
-- Grain:   one row per restriction
-- Inputs:  person_restriction, restricted_subject, erased_subject
-- Params:  $restriction_id (the number of that one)
select
    r.restriction_id,
    r.person_id,
    r.restricted_at,
    r.by_user,
    r.purpose,
    r.reason,
    list(s.subject_id order by s.subject_id) as subjects
from person_restriction as r
inner join restricted_subject as s on r.restriction_id = s.restriction_id
where
    r.restriction_id > $restriction_id
    and r.lifted_at is null
    and s.subject_id not in (select e.subject_id from erased_subject as e)
group by all
order by r.restriction_id
