-- Which subjects are there, and which person is each, just before this import's people are settled?
-- Grain:   one row per subject; node is its person, or for a subject without one a number above every person's,
--          so that the lowest node of a group is its lowest person
-- is_fresh: it is new, what is said of it changed, or it shares an identifier that somebody no longer holds: its
--          group is looked at again as a whole, for a correction may have taken a contradiction away.
-- is_withdrawn: this import withdrew the subject; what it held until now still tells whom its successor is.
-- Inputs:  subject, subject_person, subject_version, subject_identifier_version
-- Params:  $batch_id, $moment, $highest_person (the highest person id ever given out)
create or replace temp table joining_subject as
with person_now as (
    select
        subject_id,
        person_id
    from subject_person
    where known_to is null
),

changed as (
    select subject_id
    from subject_identifier_version
    where batch_id = $batch_id or known_to = $moment
    union
    select subject_id
    from subject_version
    where batch_id = $batch_id or known_to = $moment
    union
    select holder.subject_id
    from subject_identifier_version as gone
    inner join subject_identifier_version as holder on gone.kind = holder.kind and gone.value = holder.value
    where gone.known_to = $moment and holder.known_to is null
),

as_known as (
    select
        subject_id,
        min(known_from) as known_from
    from subject_version
    where known_to is null
    group by subject_id
),

ended as (
    select distinct subject_id
    from subject_version
    where known_to = $moment
)

select
    subject.subject_id,
    person_now.person_id,
    coalesce(person_now.person_id::bigint, $highest_person + subject.subject_id) as node,
    person_now.person_id is null as is_new,
    person_now.person_id is null or changed.subject_id is not null as is_fresh,
    ended.subject_id is not null and as_known.subject_id is null as is_withdrawn,
    -- a first historical load knows its people from the source's own day, no one later than this import
    least(coalesce(as_known.known_from, $moment), $moment) as known_from
from subject
left join person_now on subject.subject_id = person_now.subject_id
left join changed on subject.subject_id = changed.subject_id
left join as_known on subject.subject_id = as_known.subject_id
left join ended on subject.subject_id = ended.subject_id
