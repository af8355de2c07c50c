-- How often were people put out of sight so far, by a restriction or an erasure?
-- Grain:   a single row
-- Inputs:  person_restriction, erasure
-- Params:  none
select (select count(*) from person_restriction) + (select count(*) from erasure) as hidings
