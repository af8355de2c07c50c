-- What is each term of a model of the OGRS4 generation multiplied by?
-- Grain:   one row per term; the offence categories are left out
-- Inputs:  ogrs4_coefficient
-- Params:  $model
select
    lower(term) as term,
    coefficient
from ogrs4_coefficient
where model = $model and level is null
