-- Whose records did the import change?
-- Grain:   one row per person
-- Inputs:  fated, withdrawn, subject, subject_person
-- Params:  $system
create temp table touched_people as
with touched as (
    select s.subject_id
    from fated as f
    inner join subject as s on f.source_key = s.source_key and s.system = $system
    where f.fate in ('new', 'replaced')
    union
    select w.subject_id
    from withdrawn as w
)

select distinct p.person_id
from touched as t
inner join subject_person as p on t.subject_id = p.subject_id and p.known_to is null
