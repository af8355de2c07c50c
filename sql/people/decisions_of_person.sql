-- Which decisions concerned a person, or subjects that are this person as known at a moment?
-- Grain:   one row per decision
-- Inputs:  person_decision_subject, subject_person
-- Params:  $person_id, $known_at (null: now)
select decision_id
from person_decision_subject
where $person_id in (from_person_id, to_person_id)
union
select decided.decision_id
from subject_person as held
inner join person_decision_subject as decided on held.subject_id = decided.subject_id
where
    held.person_id = $person_id
    and (held.known_to is null or held.known_to > $known_at)
    and ($known_at is null or held.known_from <= $known_at)
