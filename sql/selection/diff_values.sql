-- What was measured of those who came, went or moved at a step?
-- Grain:   one row per person
-- Inputs:  diff_pair, and a table of measures
-- Blanks:  {{ table }}: that table; {{ columns }}: the measures
select
    m.person_id,
    {{ columns }}  -- noqa: RF02
from diff_pair as p
inner join {{ table }} as m on p.person_id = m.person_id
where p.change <> 'reranked'
order by m.person_id
