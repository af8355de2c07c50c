-- The subjects that this import assigns: new ones from their own day, moved ones from now.
-- Grain:   one row per subject in joining_person
-- Inputs:  joining_person
-- Params:  $moment
create or replace temp table moving as
select
    subject_id,
    person_id,
    case when is_new then known_from else $moment end as known_from,
    reason
from joining_person
