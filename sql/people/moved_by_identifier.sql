-- Which persons went into another person by this import?
-- Grain:   one row per person that is no more
-- Inputs:  joining_person
create or replace temp table moved_person as
select distinct
    old_person_id,
    person_id
from joining_person
where old_person_id is not null
