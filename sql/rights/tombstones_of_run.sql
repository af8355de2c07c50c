-- What stays of the erased people whom a run considered: whether they were eligible, and in which cohort.
-- Grain:   one row per person
-- Inputs:  {{ considered }}, erasing_run_person
-- Params:  $run_id
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
create or replace temp table run_tombstone as
select
    c.person_id,
    c.own__eligible,
    c.own__cohort
from {{ considered }} as c
inner join erasing_run_person as e on c.person_id = e.person_id and e.run_id = $run_id
