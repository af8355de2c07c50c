-- Add the people that an audit line speaks of, given as a list.
-- Grain:  one row per number given, each once and in order
-- Inputs: none
-- Params: $seq, $people (list of person ids)
insert into audit_person (seq, person_id)
select
    $seq as seq,
    unnest($people::integer[]) as person_id
