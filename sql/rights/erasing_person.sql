-- Which persons end with the subjects that are erased: who ever held one of them, and holds no other now?
-- Grain:   one row per person
-- Inputs:  erasing_subject, subject_person
create or replace temp table erasing_person as
with staying as (
    select person_id
    from subject_person
    where known_to is null and subject_id not in (select e.subject_id from erasing_subject as e)
)

select distinct p.person_id
from subject_person as p
inner join erasing_subject as e on p.subject_id = e.subject_id
where p.person_id not in (select s.person_id from staying as s)
