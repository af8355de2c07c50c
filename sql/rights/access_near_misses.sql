-- Which rules of selections did the person just miss, and by what?
-- Grain:   one row per run and rule
-- Inputs:  erasing_run_person, run_near_miss
select
    n.run_id,
    n.person_id,
    n.rule_no,
    n.words
from run_near_miss as n
inner join erasing_run_person as e on n.run_id = e.run_id and n.person_id = e.person_id
order by n.run_id, n.rule_no
