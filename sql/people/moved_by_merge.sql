-- The persons that went into another by decision.
-- Grain:   one row per person
-- Params:  $leaving (person ids), $staying
create or replace temp table moved_person as
select
    unnest($leaving)::integer as old_person_id,
    $staying::integer as person_id
