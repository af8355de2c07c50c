-- Of each rule, who lacks one comparison and nothing else, and how many would enter without one of its parts?
-- Grain:   one row: per rule, how many are one comparison short and the nearest of them; per part, who would enter
-- Inputs:  judged
-- Params:  $eligibility_bits, $cohort_bits, $most; the values of the comparisons
-- Blanks:  written by iom.selection.compile from the parsed document: {{ columns }} (as {{ columns_again }}),
--          {{ comparisons }} (whether each holds), {{ joined }} (by rule whether it is asked, by and how many parts are
--          lacking, by or whether any holds), {{ keyed }} (by comparison how far, if it alone is lacking; by part
--          whether it alone is), {{ nearest }} (by rule), {{ told }} (counts and lists)
-- Asked of each step: those who meet all other steps and a cohort rule; of each cohort rule: those who are eligible
-- and in no cohort.
with candidate as (
    select
        j.person_id,
        j.own__points,
        xor(j.own__met_bits & $eligibility_bits::ubigint, $eligibility_bits::ubigint) as own__lacking,
        {{ columns }}  -- noqa: RF02
    from judged as j
    where
        (j.own__eligible and j.own__cohort is null)
        or (
            j.own__met_bits & $cohort_bits::ubigint <> 0
            and bit_count(xor(j.own__met_bits & $eligibility_bits::ubigint, $eligibility_bits::ubigint)) = 1
        )
),

compared as (
    select
        person_id,
        own__lacking,
        {{ columns_again }},  -- noqa: RF02
        {{ comparisons }}
    from candidate
),

joined as (
    select
        person_id,
        {{ columns_again }},  -- noqa: RF02
        {{ joined }}
    from compared
),

keyed as (
    select
        person_id,
        {{ keyed }}
    from joined
),

nearest as (
    select
        person_id,
        {{ nearest }}
    from keyed
)

select {{ told }}
from nearest
