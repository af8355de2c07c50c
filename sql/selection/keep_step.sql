-- Keep one step of a run's attrition.
-- Grain:   adds one row to run_step
-- Params:  one per column
insert into run_step (run_id, step_no, step, says, source, remaining, removed, removed_unknown)
values ($run_id, $step_no, $step, $says, $source, $remaining, $removed, $removed_unknown)
