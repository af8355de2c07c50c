-- What digest have the rows that say what a run was, its steps, and what each of its rules does alone?
-- Grain:   one row
-- Inputs:  run, run_step, run_rule, run_near_miss
-- Params:  $run_id
-- Every column of each, so that nothing that is shown of them can be altered unseen.
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
        1000 * l.rule_no + l.part_no as place,
        sha256(to_json(l)::varchar) as digest
    from run_rule as l
    where l.run_id = $run_id
    union all
    select
        3 as part,
        1000 * n.rule_no + n.near_no as place,
        sha256(to_json(n)::varchar) as digest
    from run_near_miss as n
    where n.run_id = $run_id
)

select sha256(string_agg(digest, '' order by part, place, digest)) as digest
from digested
