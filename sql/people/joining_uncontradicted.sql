-- Where nobody shares an identifier, no group holds a contradiction.
-- Grain:   joining_contradiction as joining_contradiction.sql makes it, without a row
-- Inputs:  none
create or replace temp table joining_contradiction (label bigint, against varchar)
