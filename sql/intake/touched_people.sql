-- Whose records did the import change?
-- Grain:   one row per person
-- Inputs:  fated, withdrawn, subject_person
create temp table touched_people as
with touched as (
    select f.subject_id
    from fated as f
    where f.fate in ('new', 'replaced')
    union
    select w.subject_id
    from withdrawn as w
)

select distinct p.person_id
from touched as t
inner join subject_person as p on t.subject_id = p.subject_id and p.known_to is null
