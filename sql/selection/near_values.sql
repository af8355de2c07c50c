-- What is held of the people who just miss a rule?
-- Grain:   one row per person
-- Inputs:  selected, measured
-- Params:  $people
-- Blanks:  {{ columns }}: the measures
select
    s.person_id,
    s.points,
    {{ columns }}  -- noqa: RF02
from selected as s
inner join measured as m on s.person_id = m.person_id
where s.person_id in (select unnest($people::integer[]))
order by s.person_id
