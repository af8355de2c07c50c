-- How many offences did an import touch, and how many were there before it?
-- Grain:  one row
-- Inputs: touched_offence, offence_scored
select
    (select count(*) from touched_offence) as touched,
    (select count(*) from offence_scored) as offences
