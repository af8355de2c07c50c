-- When, why and by what kind of action was the person's record looked at or changed?
-- Grain:   one row per line of the audit log
-- Inputs:  audit_person, audit_log
-- Params:  $person_id
select
    l.seq,
    l.logged_at,
    l.purpose,
    l.action
from audit_person as p
inner join audit_log as l on p.seq = l.seq
where p.person_id = $person_id
order by l.seq
