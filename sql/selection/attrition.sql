-- How many remain after each step, how many did it remove, and of how many of those was the answer unknown?
-- Grain:   one row per step: 0 everyone considered, the eligibility steps, has a cohort, has a place
-- Inputs:  selected
-- Params:  $steps: the number of eligibility steps; $cohort_bits: the bits of the cohort rules
with step as (
    select unnest(range(0, $steps + 3)) as step_no
),

failed as (
    select
        failed_step,
        count(*) as removed,
        count(*) filter (
            where case
                when failed_step <= $steps then (unknown_bits >> (failed_step - 1)) & 1 = 1
                when failed_step = $steps + 1 then unknown_bits & $cohort_bits::ubigint <> 0
                else false
            end
        ) as removed_unknown
    from selected
    where failed_step is not null
    group by failed_step
)

select
    s.step_no,
    (select count(*) from selected) - sum(coalesce(f.removed, 0)) over (order by s.step_no) as remaining,
    coalesce(f.removed, 0) as removed,
    coalesce(f.removed_unknown, 0) as removed_unknown
from step as s
left join failed as f on s.step_no = f.failed_step
order by s.step_no
