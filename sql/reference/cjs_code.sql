-- Which Home Office class (nnn/nn) has a CJS code?
-- Grain:   one row per CJS code
-- Inputs:  reference_rows: cjs_offence_codes.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.cjs_code;

insert into {{ catalog }}.cjs_code (
    cjs_code, title, ho_class
)
select
    code as cjs_code,
    title,
    ho_class || '/' || ho_subclass as ho_class
from reference_rows;
