-- When was each person supervised by probation, and how?
-- Grain:   one row per person and supervision period [from_date, to_date); NULL: open at that end
-- Inputs:  supervision_version, person_of_subject
-- Params:  $known_at, $seen_batch
select
    p.person_id,
    s.kind,
    s.from_date,
    s.to_date,
    s.system
from supervision_version as s
inner join person_of_subject as p on s.subject_id = p.subject_id
where
    s.batch_id <= $seen_batch
    and s.known_from <= $known_at
    and (s.known_to is null or s.known_to > $known_at)
order by p.person_id, s.from_date
