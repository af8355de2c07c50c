-- Keep who just missed each rule of a run, and by what.
-- Grain:   adds one row per rule and person to run_near_miss
-- Inputs:  near_rows: its columns but for run_id
-- Params:  $run_id
insert into run_near_miss (run_id, rule_no, near_no, person_id, lacks, distance, words)
select
    $run_id,
    rule_no,
    near_no,
    person_id,
    lacks,
    distance,
    words
from near_rows
order by rule_no, near_no
