-- Which codes are in a named list?
-- Grain:   one row per list and code
-- Inputs:  reference_rows: offence_classes.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.offence_class;

insert into {{ catalog }}.offence_class (
    offence_class, recorded_code
)
select
    offence_class,
    recorded_crime_code as recorded_code
from reference_rows;
