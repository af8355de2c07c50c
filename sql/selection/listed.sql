-- What is said of everyone on a list: where the selection left them, and their measures?
-- Grain:   one row per listed person, in order of rank, then of the harmful list
-- Inputs:  selected, measured
-- Blanks:  {{ columns }}: the measures and their companions
select
    s.person_id,
    s.met_bits,
    s.unknown_bits,
    s.eligible,
    s.cohort,
    s.points,
    s.rank,
    s.place,
    s.places,
    s.capacity_area,
    s.list,
    s.harmful_place,
    {{ columns }}  -- noqa: RF02
from selected as s
inner join measured as m on s.person_id = m.person_id
where s.list is not null
order by s.rank nulls last, s.harmful_place, s.person_id
