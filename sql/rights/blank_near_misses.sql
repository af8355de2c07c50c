-- Leave of erased people who just missed a rule their number.
-- Grain:   one row per run, rule and person (updated)
-- Inputs:  run_near_miss, erasing_run_person
update run_near_miss
set lacks = '', distance = null, words = ''
from erasing_run_person as e
where run_near_miss.run_id = e.run_id and run_near_miss.person_id = e.person_id
