-- Which code does a class take where its candidates differ in weight, and why?
-- Grain:   one row per decided class
-- Inputs:  reference_rows: class_decisions.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.class_decision;

insert into {{ catalog }}.class_decision (
    ho_class, recorded_code, reason
)
select
    ho_class,
    recorded_crime_code as recorded_code,
    reason
from reference_rows;
