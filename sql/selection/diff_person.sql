-- Of whom does a comparison of two runs speak? Nobody yet.
-- Grain:   one row per person
create or replace temporary table diff_person (person_id integer not null)
