-- Whose are the records now that some people held at a moment?
-- Grain:   one row per person of then and person of now
-- Inputs:  subject_person, person_of_subject
-- Params:  $people, $known_at
select distinct
    held.person_id,
    current_of.person_id as now_person_id
from subject_person as held
inner join person_of_subject as current_of on held.subject_id = current_of.subject_id
where
    held.person_id in (select unnest($people::integer[]))
    and held.known_from <= $known_at
    and (held.known_to is null or held.known_to > $known_at)
