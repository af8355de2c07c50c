-- Which recorded crime codes are there, in which group, with which ONS list code?
-- Grain:   one row per recorded crime code
-- Inputs:  reference_rows: recorded_crime_codes.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.recorded_crime_code;

insert into {{ catalog }}.recorded_crime_code (
    recorded_code, title, offence_group, offence_subgroup, css_code
)
select
    offence_code as recorded_code,
    offence as title,
    offence_group,
    offence_subgroup,
    css_code
from reference_rows;
