-- Note of whom a comparison of two runs speaks, for the audit log.
-- Grain:   adds one row per person to diff_person
-- Inputs:  diff_pair
insert into diff_person (person_id)
select person_id
from diff_pair
where person_id not in (select person_id from diff_person)
order by person_id
