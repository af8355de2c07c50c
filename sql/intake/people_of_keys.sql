-- Who are the people of these keys now, each a key of its system?
-- Grain:   one row per person
-- Inputs:  subject, subject_person
-- Params:  $systems and $source_keys, side by side
with named as (
    select
        unnest($systems) as system,
        unnest($source_keys) as source_key
)

select distinct p.person_id
from named as n
inner join subject as s on n.system = s.system and n.source_key = s.source_key
inner join subject_person as p on s.subject_id = p.subject_id and p.known_to is null
order by p.person_id
