-- Note of whom a comparison of two runs speaks, for the audit log.
-- Grain:   adds one row per person to diff_person
-- Inputs:  diff_pair, diff_person
insert into diff_person (person_id)
select p.person_id
from diff_pair as p
left join diff_person as n on p.person_id = n.person_id
where n.person_id is null
order by p.person_id
