-- Keep that a person is restricted.
-- Grain:   adds one row to person_restriction
-- Params:  one per column
insert into person_restriction (restriction_id, person_id, restricted_at, by_user, purpose, reason)
values ($restriction_id, $person_id, $restricted_at, $by_user, $purpose, $reason)
