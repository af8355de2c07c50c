-- What did each rule of a run do alone?
-- Grain:   one row per rule and part, in document order
-- Inputs:  run_rule
-- Params:  $run_id
select
    rule_no,
    part_no,
    kind,
    name,
    says,
    passes,
    unknown,
    gain,
    gain_unknown,
    gain_places,
    enters,
    only_by,
    one_short
from run_rule
where run_id = $run_id
order by rule_no, part_no
