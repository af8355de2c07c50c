-- Of those with a place in a cohort and area, who came last, with how many points?
-- Grain:   one row, or none
-- Inputs:  run_person
-- Params:  $run_id, $cohort, $capacity_area
select points
from run_person
where
    run_id = $run_id
    and list = 'proposed'
    and cohort = $cohort
    and capacity_area is not distinct from $capacity_area
order by place desc
limit 1
