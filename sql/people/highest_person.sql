-- Which is the highest person id ever given out, be it to someone who was erased?
-- Grain:   one row; 0 before the first
-- Inputs:  subject_person, erased_person
select
    greatest(
        (select coalesce(max(p.person_id), 0) from subject_person as p),
        (select coalesce(max(e.person_id), 0) from erased_person as e)
    ) as person_id
