-- Which erasures were there, of which numbers?
-- Grain:   one row per erasure
-- Inputs:  erasure, erased_person, erased_subject, erased_run_person
select
    e.erasure_id,
    coalesce((select list(p.person_id order by p.person_id) from erased_person as p
        where p.erasure_id = e.erasure_id), []) as people,
    (select count(*) from erased_subject as s where s.erasure_id = e.erasure_id) as subjects,
    (select count(distinct r.run_id) from erased_run_person as r where r.erasure_id = e.erasure_id) as runs,
    e.erased_at,
    e.by_user,
    e.reason,
    e.replayed,
    e.rows_removed
from erasure as e
order by e.erasure_id
