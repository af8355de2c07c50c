-- Temporary tables of the same names stand before the real ones on one cursor, to repeat an old run.
-- Grain:   as in sql/schema/0004_reference.sql; all of them empty
-- Inputs:  recorded_crime_code, home_office_class, cjs_code, class_decision, offence_class, severity_weight,
--          home_office_category, ogrs3_coefficient, ogrs4_coefficient: those of the store, for their columns
-- Params:  none
create or replace temp table recorded_crime_code as
select
    recorded_code,
    title,
    offence_group,
    offence_subgroup,
    css_code
from store.recorded_crime_code
where false;

create or replace temp table home_office_class as
select
    ho_class,
    recorded_code
from store.home_office_class
where false;

create or replace temp table cjs_code as
select
    cjs_code,
    title,
    ho_class
from store.cjs_code
where false;

create or replace temp table class_decision as
select
    ho_class,
    recorded_code,
    reason
from store.class_decision
where false;

create or replace temp table offence_class as
select
    offence_class,
    recorded_code
from store.offence_class
where false;

create or replace temp table severity_weight as
select
    vintage,
    css_code,
    title,
    ons_group,
    weight
from store.severity_weight
where false;

create or replace temp table home_office_category as
select
    ho_class,
    category,
    description,
    ogrs3_group,
    ogrs4_category,
    is_violent
from store.home_office_category
where false;

create or replace temp table ogrs3_coefficient as
select
    term,
    sex,
    level,
    age_from,
    age_to,
    coefficient
from store.ogrs3_coefficient
where false;

create or replace temp table ogrs4_coefficient as
select
    model,
    term,
    level,
    coefficient
from store.ogrs4_coefficient
where false;
