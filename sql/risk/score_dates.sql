-- Who is scored, all as at one date?
-- Grain:   one row per person
-- Inputs:  {{ people }}: with a person_id column; a person may stand there more than once
-- Params:  $as_at
select distinct
    person_id,
    $as_at::date as as_at
from {{ people }}
