-- Keep of whom in which runs only the place on the lists is left.
-- Grain:   adds one row per run and person to erased_run_person
-- Inputs:  erasing_run_person
-- Params:  $erasure_id
insert into erased_run_person (erasure_id, run_id, person_id)
select
    $erasure_id as erasure_id,
    run_id,
    person_id
from erasing_run_person
order by run_id, person_id
