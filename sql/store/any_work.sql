-- Does the store hold anything whose making was logged?
-- Grain:  one row
-- Inputs: import_batch, run
select exists (select 1 from import_batch) or exists (select 1 from run) as any_work
