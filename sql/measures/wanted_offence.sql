-- Which offences are of some people alone?
-- Grain:   one row per (person, offence reference)
-- Inputs:  offence_scored; {{ among }}, one row per person
-- A join of its own, below all others: the database then leaves the others out where it reads the table.
select o.*
from offence_scored as o
semi join {{ among }} as p on o.person_id = p.person_id
