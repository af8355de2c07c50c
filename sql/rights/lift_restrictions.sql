-- Note that restrictions are lifted: once, from when, by whom, why.
-- Grain:   one row per restriction (updated)
-- Inputs:  person_restriction
-- Params:  $restrictions, $lifted_at, $lifted_by, $lift_reason
update person_restriction
set lifted_at = $lifted_at, lifted_by = $lifted_by, lift_reason = $lift_reason
where restriction_id in (select unnest($restrictions::integer[])) and lifted_at is null
