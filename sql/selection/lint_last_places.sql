-- Where is the last place given by the number of a person's record, all that the document orders by being the same?
-- Grain:   one row per cohort and area in which it is
-- Inputs:  judged, selected
-- Params:  $names: the columns that ties are decided by, an empty list for none
-- Compared are whoever has the last place and whoever is first without one, as text of 15 to 17 digits: absent is
-- like absent.
with at_the_edge as (
    select
        person_id,
        cohort,
        capacity_area,
        points,
        place = places as has_the_last
    from selected
    where places > 0 and place in (places, places + 1)
),

ordering as (
    select unnest($names::varchar[]) as name
),

held as (
    select
        j.person_id,
        o.name,
        to_json(j) ->> o.name as held  -- noqa: RF02
    from judged as j
    cross join ordering as o
    where j.person_id in (select e.person_id from at_the_edge as e)
),

told as (
    select
        e.cohort,
        e.capacity_area,
        e.points,
        e.has_the_last,
        list(h.held order by h.name) as decided_by
    from at_the_edge as e
    left join held as h on e.person_id = h.person_id
    group by e.person_id, e.cohort, e.capacity_area, e.points, e.has_the_last
)

select
    a.cohort,
    a.capacity_area
from told as a
inner join told as b on a.cohort = b.cohort and a.capacity_area = b.capacity_area
where
    a.has_the_last
    and not b.has_the_last
    and a.points = b.points
    and a.decided_by is not distinct from b.decided_by
order by a.cohort, a.capacity_area
