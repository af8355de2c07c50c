-- Who is explained in words?
-- Grain:   one row per person
-- Inputs:  placed
select person_id
from placed
where explained
