-- Leave in the measured people only those who live in one area or district.
-- Grain:   removes rows of measured (a temporary table with columns area and district)
-- Inputs:  measured
-- Params:  $area
delete from measured
where area is distinct from $area and district is distinct from $area
