-- The subjects of the persons that go into another.
-- Grain:   one row per subject
-- Inputs:  subject_person
-- Params:  $leaving (person ids), $staying, $moment, $reason
create or replace temp table moving as
select
    subject_person.subject_id,
    $staying::integer as person_id,
    $moment::timestamp as known_from,
    $reason as reason
from subject_person
where subject_person.known_to is null and subject_person.person_id in (select unnest($leaving))
