-- When was the store last told anything, and by which import?
-- Grain:   one row
-- Inputs:  import_batch, subject_person, person_decision
with moment as (
    select max(committed_at) as told_at from import_batch
    union all
    select max(known_from) as told_at from subject_person
    union all
    select max(known_to) as told_at from subject_person
    union all
    select max(decided_at) as told_at from person_decision
)

select
    (select max(told_at) from moment) as known_at,
    (select coalesce(max(batch_id), 0) from import_batch) as seen_batch
