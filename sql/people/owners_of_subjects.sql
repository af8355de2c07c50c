-- Whose are these subjects, and how many would their person keep without them?
-- Grain:   one row per person that has any of them
-- Inputs:  subject_person
-- Params:  $subjects (subject ids)
with flagged as (
    select
        person_id,
        subject_id in (select unnest($subjects)) as taken
    from subject_person
    where known_to is null
)

select
    person_id,
    count(*) filter (where taken) as taken,
    count(*) filter (where not taken) as staying
from flagged
group by person_id
having bool_or(taken)
order by person_id
