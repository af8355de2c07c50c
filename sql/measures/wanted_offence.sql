-- Which offences are of some people alone?
-- Grain:   one row per (person, offence reference)
-- Inputs:  offence_scored; {{ among }}, one row per person
-- A join of its own, below all others: the database then leaves the others out where it reads the table.
select
    o.person_id,
    o.offence_id,
    o.offence_on,
    o.code_id,
    o.severity,
    o.dated_inside,
    o.domestic_abuse,
    o.hate,
    o.weapon,
    o.alcohol,
    o.drugs,
    o.last_status_on,
    o.last_standing
from offence_scored as o
semi join {{ among }} as p on o.person_id = p.person_id
