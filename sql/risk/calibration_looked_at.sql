-- Whose records were looked at?
-- Grain:   one row per person
-- Inputs:  {{ one }}, {{ other }}: tables of people followed
select person_id
from {{ one }}
union
select person_id
from {{ other }}
