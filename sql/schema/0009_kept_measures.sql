-- The measures of everyone that a run considered are kept in a table of the run's own, run_measured_<run_id>, as typed
-- columns by name; the points of each measure follow from them and the run's document. So a row of run_person has
-- neither as text any more; those of runs kept before still do, and are read as they were.
alter table run_person alter column measures drop not null;

alter table run_person alter column points_by drop not null;
