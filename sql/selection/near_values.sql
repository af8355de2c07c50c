-- What is held of the people who just miss a rule?
-- Grain:   one row per person
-- Inputs:  judged
-- Params:  $people
-- Blanks:  {{ columns }}: the measures
select
    j.person_id,
    j.own__points as points,
    {{ columns }}  -- noqa: RF02
from judged as j
where j.person_id in (select unnest($people::integer[]))
order by j.person_id
