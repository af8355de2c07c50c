-- Leave out of a comparison whom the kept run no longer shows.
-- Grain:   one row per person (deleted)
-- Inputs:  diff_after
-- Params:  $people
delete from diff_after
where person_id in (select unnest($people::integer[]))
