-- Keep which subjects the person was when restricted.
-- Grain:   adds one row per subject to restricted_subject
-- Inputs:  none
-- Params:  $restriction_id, $subjects
insert into restricted_subject (restriction_id, subject_id)
select
    $restriction_id as restriction_id,
    unnest($subjects::integer[]) as subject_id
