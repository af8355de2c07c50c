-- When is each group of the review schedule reviewed?
-- Grain:   one row per group
-- Inputs:  none
-- Params:  $numbers, $flags, $first_years, $every_years, $until_ages, side by side
create or replace temp table review_group as
select
    unnest($numbers::integer[]) as group_no,
    unnest($flags::boolean[]) as by_flags,
    unnest($first_years::integer[]) as first_years,
    unnest($every_years::integer[]) as every_years,
    unnest($until_ages::integer[]) as until_age
