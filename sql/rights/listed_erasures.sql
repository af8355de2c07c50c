-- Which erasures were there, of which numbers?
-- Grain:   one row per erasure
-- Inputs:  erasure, erased_person, erased_subject, erased_run_person
with person as (
    select
        erasure_id,
        list(person_id order by person_id) as people
    from erased_person
    group by erasure_id
),

subject as (
    select
        erasure_id,
        count(*) as subjects
    from erased_subject
    group by erasure_id
),

in_run as (
    select
        erasure_id,
        count(distinct run_id) as runs
    from erased_run_person
    group by erasure_id
)

select
    e.erasure_id,
    coalesce(p.people, []) as people,
    coalesce(s.subjects, 0) as subjects,
    coalesce(r.runs, 0) as runs,
    e.erased_at,
    e.by_user,
    e.reason,
    e.replayed,
    e.rows_removed
from erasure as e
left join person as p on e.erasure_id = p.erasure_id
left join subject as s on e.erasure_id = s.erasure_id
left join in_run as r on e.erasure_id = r.erasure_id
order by e.erasure_id
