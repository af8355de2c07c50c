-- Of those whom a run considered and its repetition does not, being hidden: how many were considered, eligible, in a
-- cohort? And of those whom only the repetition considers?
-- Grain:   one row
-- Inputs:  {{ considered }}, hidden_person, judged
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
with gone as (
    select
        count(*) as considered,
        count(*) filter (where c.own__eligible) as eligible,
        count(*) filter (where c.own__cohort is not null) as in_cohort
    from {{ considered }} as c
    where
        c.person_id in (select h.person_id from hidden_person as h)
        and c.person_id not in (select j.person_id from judged as j)
),

back as (
    select
        count(*) as considered,
        count(*) filter (where j.own__eligible) as eligible,
        count(*) filter (where j.own__cohort is not null) as in_cohort
    from judged as j
    where j.person_id not in (select c.person_id from {{ considered }} as c)
)

select
    g.considered,
    g.eligible,
    g.in_cohort,
    b.considered as considered_back,
    b.eligible as eligible_back,
    b.in_cohort as in_cohort_back
from gone as g
cross join back as b
