-- Which subjects are kept and not shown, because whoever they are now is restricted?
-- Grain:   one row per subject
-- Inputs:  person_restriction, restricted_subject, subject_person
-- Of now, at whatever moment the rest is read. A person is restricted who holds any subject that was restricted: so a
-- join spreads a restriction, and never ends one.
select distinct held.subject_id
from subject_person as held
inner join subject_person as restricted on held.person_id = restricted.person_id
inner join restricted_subject as s on restricted.subject_id = s.subject_id
inner join person_restriction as r on s.restriction_id = r.restriction_id
where held.known_to is null and restricted.known_to is null and r.lifted_at is null
order by held.subject_id
