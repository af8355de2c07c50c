-- Which severity weights and reference tables are in force?
-- Grain:   a single row, if any are
-- Inputs:  reference_in_force
select
    severity_vintage,
    fingerprint
from reference_in_force
