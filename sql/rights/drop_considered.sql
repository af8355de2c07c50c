-- Remove what a run measured of erased people.
-- Grain:   one row per person (deleted)
-- Inputs:  {{ considered }}, run_tombstone
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
delete from {{ considered }}
where person_id in (select t.person_id from run_tombstone as t)
