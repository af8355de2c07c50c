-- What is said of everyone on a list: where the selection left them, and their measures?
-- Grain:   one row per listed person, in order of rank, then of the harmful list
-- Inputs:  placed, judged, companion (the measures' companions, for those who are explained)
-- Blanks:  {{ columns }}: the measures and their companions; columns of our own begin with own__, as those never do
select
    p.person_id,
    j.own__met_bits,
    j.own__unknown_bits,
    j.own__eligible,
    j.own__cohort,
    j.own__points,
    p.rank as own__rank,
    p.place as own__place,
    p.places as own__places,
    p.capacity_area as own__capacity_area,
    p.list as own__list,
    p.harmful_place as own__harmful_place,
    p.explained as own__explained,
    {{ columns }}  -- noqa: RF02
from placed as p
inner join judged as j on p.person_id = j.person_id
left join companion as c on p.person_id = c.person_id
where p.list is not null
order by p.rank nulls last, p.harmful_place, p.person_id
