-- Which set was put in force last, and on which shipped set does it rest?
-- Grain:   one row, or none
-- Inputs:  reference_history
select
    fingerprint,
    shipped_fingerprint
from reference_history
order by step desc
limit 1
