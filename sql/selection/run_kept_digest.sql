-- What digest have all rows of a run that was kept with its measures as text, before schema step 9?
-- Grain:   one row
-- Inputs:  run, run_step, run_person
-- Params:  $run_id
-- Every column of the three, so that nothing that is shown of a run can be altered unseen; a row's own digest first,
-- so that little is held in memory.
with digested as (
    select
        0 as part,
        0 as place,
        sha256(to_json(r)::varchar) as digest
    from run as r
    where r.run_id = $run_id
    union all
    select
        1 as part,
        t.step_no as place,
        sha256(to_json(t)::varchar) as digest
    from run_step as t
    where t.run_id = $run_id
    union all
    select
        2 as part,
        p.person_id as place,
        sha256(to_json(p)::varchar) as digest
    from run_person as p
    where p.run_id = $run_id
)

select sha256(string_agg(digest, '' order by part, place, digest)) as digest
from digested
