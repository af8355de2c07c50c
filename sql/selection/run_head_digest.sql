-- What digest have the rows that say what a run was, and its steps?
-- Grain:   one row
-- Inputs:  run, run_step
-- Params:  $run_id
-- Every column of the two, so that nothing that is shown of them can be altered unseen.
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
)

select sha256(string_agg(digest, '' order by part, place, digest)) as digest
from digested
