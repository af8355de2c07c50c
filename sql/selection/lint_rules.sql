-- How many people meet each rule of a document, of everyone and of the eligible, and of how many is it unknown?
-- Grain:   one row per rule, by its number: eligibility steps, cohort rules, the harmful rule
-- Inputs:  judged
-- Params:  $rules: the number of rules
with rule as (
    select unnest(range(0, $rules)) as rule_no
)

select
    r.rule_no,
    count(*) filter (where (j.own__met_bits >> r.rule_no) & 1 = 1) as met,
    count(*) filter (where (j.own__met_bits >> r.rule_no) & 1 = 1 and j.own__eligible) as met_eligible,
    count(*) filter (where (j.own__unknown_bits >> r.rule_no) & 1 = 1) as not_known,
    count(*) filter (where (j.own__unknown_bits >> r.rule_no) & 1 = 1 and j.own__eligible) as not_known_eligible
from rule as r
cross join judged as j
group by r.rule_no
order by r.rule_no
