-- As at which date is everyone scored?
-- Grain:   a single row; person_id is NULL: it stands for no one person
-- Inputs:  none
-- Params:  $as_at
select
    null::integer as person_id,
    $as_at::date as as_at
