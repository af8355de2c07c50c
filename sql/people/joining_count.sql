-- How many people are new, and how many subjects joined a person that others founded?
-- Grain:   one row
-- Inputs:  joining_person
select
    count(*) filter (where is_founder) as new_people,
    count(*) filter (where not is_founder) as joined_subjects
from joining_person
