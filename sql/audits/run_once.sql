-- Which runs, or persons of a run, are there twice? Must return no row.
-- Grain:   one row per run, or per person of a run, at fault
-- Inputs:  run, run_person
select
    run_id,
    null as person_id,
    count(*) as times
from run
group by run_id
having count(*) > 1
union all
select
    run_id,
    person_id,
    count(*) as times
from run_person
group by run_id, person_id
having count(*) > 1
