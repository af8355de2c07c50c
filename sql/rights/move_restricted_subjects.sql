-- Put subjects under the restriction that is kept on for them.
-- Grain:   one row per subject (updated)
-- Inputs:  restricted_subject
-- Params:  $restriction_id, $kept_id, $subjects
update restricted_subject
set restriction_id = $kept_id
where restriction_id = $restriction_id and subject_id in (select unnest($subjects::integer[]))
