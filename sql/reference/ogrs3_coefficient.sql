-- What does each term of OGRS3 add?
-- Grain:   one row per term, sex and level
-- Inputs:  reference_rows: ogrs3_coefficients.csv, every column text
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
-- A level such as 18-20 or 50+ is a span of ages, both ends included. The term copas names its formula as its level.
delete from {{ catalog }}.ogrs3_coefficient;

insert into {{ catalog }}.ogrs3_coefficient (
    term, sex, level, age_from, age_to, coefficient
)
select
    term,
    sex,
    level,
    case when term = 'age_at_risk' then regexp_extract(level, '^\d+')::integer end as age_from,
    case when term = 'age_at_risk' then nullif(regexp_extract(level, '-(\d+)$', 1), '')::integer end as age_to,
    coef_9dp::double as coefficient
from reference_rows;
