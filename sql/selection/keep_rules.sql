-- Keep what each rule of a run, and each part of one, did alone.
-- Grain:   adds one row per rule and part to run_rule
-- Inputs:  rule_rows: its columns but for run_id
-- Params:  $run_id
insert into run_rule (
    run_id, rule_no, part_no, kind, name, says, passes, unknown, gain, gain_unknown, gain_places, enters, only_by,
    one_short
)
select
    $run_id,
    rule_no,
    part_no,
    rule_kind,
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
from rule_rows
order by rule_no, part_no
