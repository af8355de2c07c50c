-- Leave of erased people in runs their number and where they stood on the lists, and nothing of what was known of them.
-- Grain:   one row per run and person (updated)
-- Inputs:  run_person, erasing_run_person
update run_person
set met_bits = 0, unknown_bits = 0, points = null, reasons = null
from erasing_run_person as e
where run_person.run_id = e.run_id and run_person.person_id = e.person_id
