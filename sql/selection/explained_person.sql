-- Who is explained in words?
-- Grain:   one row per person
-- Inputs:  selected
select person_id
from selected
where explained
