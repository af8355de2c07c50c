-- Keep a restriction on for people of it who do not ask that it be lifted, as one of its own from the same moment.
-- Grain:   adds one row to person_restriction
-- Inputs:  person_restriction
-- Params:  $restriction_id, $kept_id
insert into person_restriction (restriction_id, person_id, restricted_at, by_user, purpose, reason)
select
    $kept_id as restriction_id,
    person_id,
    restricted_at,
    by_user,
    purpose,
    reason
from person_restriction
where restriction_id = $restriction_id
