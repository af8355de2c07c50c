-- Which subjects joined, after a decision that was reversed, a person that it had made, and are still there?
-- Grain:   one row per subject
-- Inputs:  person_decision_subject, subject_person
-- Params:  $decision_id
select subject_id
from subject_person
where
    known_to is null
    and person_id in (
        select decided.to_person_id
        from person_decision_subject as decided
        where decided.decision_id = $decision_id
    )
    and subject_id not in (
        select decided.subject_id
        from person_decision_subject as decided
        where decided.decision_id = $decision_id
    )
    and exists (
        select 1
        from person_decision_subject as decided
        where decided.decision_id = $decision_id and decided.from_person_id != decided.to_person_id
    )
order by subject_id
