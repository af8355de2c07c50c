-- What is a Home Office class called, and what does it count as in the risk models?
-- Grain:   one row per Home Office class (nnn/nn)
-- Inputs:  reference_rows: ho_offence_categories.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
-- The weight of a group beside it in the file is not read: ogrs3_coefficients.csv has it to nine decimals.
delete from {{ catalog }}.home_office_category;

insert into {{ catalog }}.home_office_category (
    ho_class, category, description, ogrs3_group, ogrs4_category, is_violent
)
select
    left(ho_code, 3) || '/' || right(ho_code, 2) as ho_class,
    category,
    description,
    ogrs3_group_derived as ogrs3_group,
    nullif(ogrs4_category, 'UNKNOWN') as ogrs4_category,
    is_violent_sanction = 'True' as is_violent
from reference_rows;
