-- What is said of everyone on a list: where the selection left them, and their measures?
-- Grain:   one row per listed person, in order of rank, then of the harmful list
-- Inputs:  selected, judged (for its measures), companion (the measures' companions, for those who are explained)
-- Blanks:  {{ columns }}: the measures and their companions; columns of our own begin with own__, as those never do
select
    s.person_id,
    s.met_bits as own__met_bits,
    s.unknown_bits as own__unknown_bits,
    s.eligible as own__eligible,
    s.cohort as own__cohort,
    s.points as own__points,
    s.rank as own__rank,
    s.place as own__place,
    s.places as own__places,
    s.capacity_area as own__capacity_area,
    s.list as own__list,
    s.harmful_place as own__harmful_place,
    s.explained as own__explained,
    {{ columns }}  -- noqa: RF02
from selected as s
inner join judged as m on s.person_id = m.person_id
left join companion as c on s.person_id = c.person_id
where s.list is not null
order by s.rank nulls last, s.harmful_place, s.person_id
