-- How everyone that a run considered was measured and judged is kept in a table of the run's own, as typed columns by
-- name: run_considered_<run_id>. The points of each measure follow from them and the run's document. run_person has a
-- row for whoever has a cohort or is on a list, with neither as text any more; runs kept before have a row for
-- everyone, with both, and are read as they were.
alter table run_person alter column measures drop not null;

alter table run_person alter column points_by drop not null;
