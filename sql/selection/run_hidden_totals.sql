-- Of those whom a run considered and its repetition does not: how many were considered, eligible, in a cohort?
-- Grain:   one row
-- Inputs:  {{ considered }}, hidden_person, judged
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
select
    count(*) as considered,
    count(*) filter (where c.own__eligible) as eligible,
    count(*) filter (where c.own__cohort is not null) as in_cohort
from {{ considered }} as c
where
    c.person_id in (select h.person_id from hidden_person as h)
    and c.person_id not in (select j.person_id from judged as j)
