-- The subjects that are taken out of a person and become another.
-- Grain:   one row per subject
-- Inputs:  subject
-- Params:  $subjects (subject ids), $founded, $moment, $reason
create or replace temp table moving as
select
    subject.subject_id,
    $founded::integer as person_id,
    $moment::timestamp as known_from,
    $reason as reason
from subject
where subject.subject_id in (select unnest($subjects))
