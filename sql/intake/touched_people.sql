-- Whose records did the import change?
-- Grain:   one row per person
-- Inputs:  every *_version table of a person's records, offence_status_event, withdrawn, subject_person
-- Params:  $batch_id
-- What is new or replaced has a version of this import; such rows lie together, so that few blocks are read.
create temp table touched_people as
with touched as (
    select subject_id from subject_version
    where batch_id = $batch_id
    union
    select subject_id from subject_identifier_version
    where batch_id = $batch_id
    union
    select subject_id from subject_name_version
    where batch_id = $batch_id
    union
    select subject_id from home_area_version
    where batch_id = $batch_id
    union
    select subject_id from supervision_version
    where batch_id = $batch_id
    union
    select subject_id from offence_version
    where batch_id = $batch_id
    union
    select subject_id from offence_victim_version
    where batch_id = $batch_id
    union
    select subject_id from offence_status_event
    where batch_id = $batch_id
    union
    select subject_id from absence_version
    where batch_id = $batch_id
    union
    select subject_id from sanction_version
    where batch_id = $batch_id
    union
    select subject_id from held_score_version
    where batch_id = $batch_id
    union
    select subject_id from intelligence_version
    where batch_id = $batch_id
    union
    select subject_id from needs_version
    where batch_id = $batch_id
    union
    select subject_id from withdrawn
)

select distinct p.person_id
from touched as t
inner join subject_person as p on t.subject_id = p.subject_id and p.known_to is null
