-- Which offence classes may a document count?
-- Grain:   one row per class: the named lists, groups and subgroups in force
-- Inputs:  offence_class, recorded_crime_code
select offence_class from offence_class
union
select offence_group as offence_class from recorded_crime_code
union
select offence_subgroup as offence_class from recorded_crime_code
order by offence_class
