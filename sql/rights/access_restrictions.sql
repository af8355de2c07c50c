-- When was the person restricted, and why?
-- Grain:   one row per restriction
-- Inputs:  person_restriction, restricted_subject, erasing_subject
select
    r.restriction_id,
    r.restricted_at,
    r.by_user,
    r.reason,
    r.lifted_at,
    r.lifted_by,
    r.lift_reason
from person_restriction as r
where
    r.restriction_id in (
        select s.restriction_id
        from restricted_subject as s
        inner join erasing_subject as e on s.subject_id = e.subject_id
    )
order by r.restriction_id
