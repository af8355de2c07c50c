-- Which restrictions are there, of whom, and is each in force?
-- Grain:   one row per restriction
-- Inputs:  person_restriction, restricted_subject, subject_person
-- people: everyone who holds a subject of it now; none: they were erased.
select
    r.restriction_id,
    coalesce(
        (
            select list(distinct p.person_id order by p.person_id)
            from restricted_subject as s
            inner join subject_person as p on s.subject_id = p.subject_id and p.known_to is null
            where s.restriction_id = r.restriction_id
        ),
        []
    ) as people,
    r.restricted_at,
    r.by_user,
    r.reason,
    r.lifted_at,
    r.lifted_by,
    r.lift_reason
from person_restriction as r
order by r.restriction_id
