-- Put back what stays of them: every measure blank.
-- Grain:   one row per person
-- Inputs:  run_tombstone
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
insert into {{ considered }} (person_id, own__met_bits, own__unknown_bits, own__eligible, own__cohort)
select
    person_id,
    0 as own__met_bits,
    0 as own__unknown_bits,
    own__eligible,
    own__cohort
from run_tombstone
order by person_id
