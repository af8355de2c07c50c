-- Which of some persons does anything held link with another of them: an identifier in common, or a match proposed?
-- Grain:   one row per such person
-- Inputs:  subject_person, subject_identifier_version, match_proposal
-- Params:  $people (person ids)
with identified as (
    select distinct
        p.person_id,
        i.kind,
        i.value
    from subject_person as p
    inner join subject_identifier_version as i on p.subject_id = i.subject_id
    where p.known_to is null and i.known_to is null and p.person_id in (select unnest($people))
)

select one.person_id
from identified as one
inner join identified as other
    on one.kind = other.kind and one.value = other.value and one.person_id != other.person_id
union
select unnest([low_person_id, high_person_id]) as person_id
from match_proposal
where
    low_person_id in (select unnest($people))
    and high_person_id in (select unnest($people))
order by person_id
