-- On which days were the people asked for convicted or cautioned?
-- Grain:   one row per person asked for and day
-- Inputs:  sanction_occasion, {{ among }}: one row per person asked for
select
    o.person_id,
    o.sanction_on,
    o.history,
    o.conviction,
    o.principal_code_id,
    o.violent
from sanction_occasion as o
semi join {{ among }} as wanted on o.person_id = wanted.person_id
