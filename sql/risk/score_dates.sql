-- Which of some people are scored, all as at one date?
-- Grain:   one row per person
-- Inputs:  {{ people }}: one row per person
-- Params:  $as_at
select
    person_id,
    $as_at::date as as_at
from {{ people }}
