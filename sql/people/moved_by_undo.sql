-- Which persons are no more, now that a decision is reversed, and into whom did they go?
-- Grain:   one row per person
-- Inputs:  person_decision_subject, subject_person
-- Params:  $decision_id
create or replace temp table moved_person as
select
    to_person_id as old_person_id,
    min(from_person_id) as person_id
from person_decision_subject
where
    decision_id = $decision_id
    and to_person_id not in (
        select subject_person.person_id
        from subject_person
        where subject_person.known_to is null
    )
group by to_person_id
