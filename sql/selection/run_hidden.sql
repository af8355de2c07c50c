-- Of whom in a run is only the number and the place on its lists to be shown: who was erased since, who is restricted?
-- Grain:   one row per person
-- Inputs:  erased_run_person, erasure, run, subject_person, hidden_subject, {{ considered }}
-- Params:  $run_id
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
select
    p.person_id,
    'erased' as how,
    max(e.erased_at) as since
from erased_run_person as p
inner join erasure as e on p.erasure_id = e.erasure_id
where p.run_id = $run_id
group by p.person_id
union all
select distinct
    p.person_id,
    'restricted' as how,
    null as since
from run as r
inner join subject_person as p
    on
        (p.batch_id is null or r.seen_batch >= p.batch_id)
        and r.known_at >= p.known_from
        and (p.known_to is null or r.known_at < p.known_to)
inner join hidden_subject as h on p.subject_id = h.subject_id
where
    r.run_id = $run_id
    and p.person_id in (select c.person_id from {{ considered }} as c)
    and p.person_id not in (select d.person_id from erased_run_person as d where d.run_id = $run_id)
order by person_id
