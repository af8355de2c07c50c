-- What does each term of the OGRS4 generation's models add?
-- Grain:   one row per model, term and level
-- Inputs:  reference_rows: ogrs4_coefficients.csv, every column text
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
-- A label is a term and its name at source in brackets, or "offence: " and a category.
delete from {{ catalog }}.ogrs4_coefficient;

insert into {{ catalog }}.ogrs4_coefficient (
    model, term, level, coefficient
)
select
    model,
    case when label like 'offence: %' then 'OFFENCE' else split_part(label, ' (', 1) end as term,
    case when label like 'offence: %' then split_part(label, ': ', 2) end as level,
    coefficient::double as coefficient
from reference_rows;
