-- What is a Home Office class called?
-- Grain:   one row per Home Office class (nnn/nn)
-- Inputs:  reference_rows: ho_offence_categories.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.home_office_category;

insert into {{ catalog }}.home_office_category (
    ho_class, category, description
)
select
    left(ho_code, 3) || '/' || right(ho_code, 2) as ho_class,
    category,
    description
from reference_rows;
