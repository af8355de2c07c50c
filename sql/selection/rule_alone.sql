-- What does each rule do alone: who meets it, and how many more would enter a cohort if it were dropped?
-- Grain:   one row per rule, in the order of its bit
-- Inputs:  judged
-- Params:  $rule_bits: the bit of each rule, in order; $eligibility_bits, $cohort_bits: of the steps, of the cohorts
-- People who answer alike are counted together first, so that one pass over everyone does for all rules. gain: who
-- meet every other step and some cohort rule, but not this step; gain_unknown: of whom this rule cannot be known, of
-- a cohort rule those who are eligible and in no cohort; enters: whose cohort it is (the first they meet); only_by:
-- who meet no other cohort rule.
with alike as (
    select
        own__met_bits as met_bits,
        own__unknown_bits as unknown_bits,
        xor(own__met_bits & $eligibility_bits::ubigint, $eligibility_bits::ubigint) as steps_lacking,
        own__met_bits & $cohort_bits::ubigint as cohorts_met,
        count(*) as people
    from judged
    group by own__met_bits, own__unknown_bits
),

rule as (
    select
        unnest(range(0, len($rule_bits::ubigint[]))) as rule_no,
        unnest($rule_bits::ubigint[]) as bit
),

told as (
    select
        r.rule_no,
        a.people,
        a.met_bits & r.bit <> 0 as is_met,
        a.unknown_bits & r.bit <> 0 as is_unknown,
        r.bit & $eligibility_bits::ubigint <> 0 as is_step,
        r.bit & $cohort_bits::ubigint <> 0 as is_cohort,
        a.steps_lacking = r.bit and a.cohorts_met <> 0 as lacks_it_alone,
        a.steps_lacking = 0 as is_eligible,
        a.cohorts_met <> 0 as meets_a_cohort,
        a.cohorts_met = r.bit as meets_no_other,
        a.cohorts_met & (r.bit - 1) = 0 as meets_none_before
    from rule as r
    left join alike as a on true
)

select
    rule_no::integer as rule_no,
    coalesce(sum(people) filter (where is_met), 0)::bigint as passes,
    coalesce(sum(people) filter (where is_unknown), 0)::bigint as unknown,
    case when bool_or(is_step) then coalesce(sum(people) filter (where lacks_it_alone), 0) end::bigint as gain,
    case
        when bool_or(is_step) then coalesce(sum(people) filter (where lacks_it_alone and is_unknown), 0)
        when bool_or(is_cohort)
            then coalesce(sum(people) filter (where is_eligible and not meets_a_cohort and is_unknown), 0)
    end::bigint as gain_unknown,
    case
        when bool_or(is_cohort)
            then coalesce(sum(people) filter (where is_eligible and is_met and meets_none_before), 0)
    end::bigint as enters,
    case
        when bool_or(is_cohort) then coalesce(sum(people) filter (where is_eligible and meets_no_other), 0)
    end::bigint as only_by
from told
group by rule_no
order by rule_no
