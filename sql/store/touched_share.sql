-- How many offences have a status event that an import told or ended, and how many spans of a status are there?
-- Grain:  one row
-- Inputs: touched_offence, offence_status_span
select
    (select count(*) from touched_offence) as touched,
    (select count(*) from offence_status_span) as spans
