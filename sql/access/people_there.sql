-- Which of some numbers are people?
-- Grain:   one row per person
-- Inputs:  person_current
-- Params:  $people
select person_id
from person_current
where person_id in (select unnest($people::integer[]))
