-- Take out whom a run did not consider.
-- Grain:   one row per person of the run (deleted)
-- Inputs:  erasing_run_person, {{ considered }}
-- Params:  $run_id
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
delete from erasing_run_person
where run_id = $run_id and person_id not in (select c.person_id from {{ considered }} as c)
