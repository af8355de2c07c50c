-- How many people did a run not consider because they were restricted when it was made?
-- Grain:   one row
-- Inputs:  run, person_restriction
-- Params:  $run_id
select count(distinct p.person_id) as restricted_then
from run as r
inner join person_restriction as p
    on r.made_at >= p.restricted_at and (p.lifted_at is null or r.made_at < p.lifted_at)
where r.run_id = $run_id
