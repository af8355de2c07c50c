-- Keep the numbers of the persons that an erasure ended: they are never given out again.
-- Grain:   adds one row per person to erased_person
-- Inputs:  erasing_person
-- Params:  $erasure_id
insert into erased_person (erasure_id, person_id)
select
    $erasure_id as erasure_id,
    person_id
from erasing_person
order by person_id
