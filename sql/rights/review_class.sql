-- Which classes of offences put a person into which group of the review schedule?
-- Grain:   one row per group and class
-- Inputs:  none
-- Params:  $class_groups, $classes, side by side
create or replace temp table review_class as
select
    unnest($class_groups::integer[]) as group_no,
    unnest($classes::varchar[]) as offence_class
