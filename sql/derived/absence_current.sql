-- When was each person away, as each source says it?
-- Grain:   one row per spell of a source; spells of several sources may overlap
-- Inputs:  absence_version, person_of_subject
-- Params:  $known_at, $seen_batch
select
    p.person_id,
    a.kind,
    a.from_date,
    a.to_date,
    a.planned_release,
    a.system
from absence_version as a
inner join person_of_subject as p on a.subject_id = p.subject_id
where
    a.batch_id <= $seen_batch
    and a.known_from <= $known_at
    and (a.known_to is null or a.known_to > $known_at)
order by p.person_id, a.from_date
