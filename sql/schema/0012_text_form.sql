-- Measures and points of a run are kept in columns (step 9); the text that they once were kept as is gone.
alter table run_person drop column measures;

alter table run_person drop column points_by;
