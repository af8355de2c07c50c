-- What became of a person id: who held it, and who holds its subjects now?
-- Grain:   one row per person that holds now a subject the asked person ever held (none: never given out)
-- Inputs:  subject_person
-- Params:  $person_id
with ever as (
    select
        subject_id,
        min(known_from) as known_from,
        max(known_to) as left_at
    from subject_person
    where person_id = $person_id
    group by subject_id
)

select
    current_person.person_id,
    min(ever.known_from) as known_from,
    max(ever.left_at) as left_at
from ever
inner join subject_person as current_person on ever.subject_id = current_person.subject_id
where current_person.known_to is null
group by current_person.person_id
order by current_person.person_id
