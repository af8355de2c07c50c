-- How many of the eligible have each cohort, as the first rule that they meet?
-- Grain:   one row per cohort that anyone has
-- Inputs:  judged
select
    own__cohort as cohort,
    count(*) as people
from judged
where own__cohort is not null
group by own__cohort
order by own__cohort
