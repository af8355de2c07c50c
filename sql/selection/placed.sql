-- In what order do those with a cohort come, who has a place, and which harmful people are left outside?
-- Grain:   one row per person with a cohort, or harmful and without a place
-- Inputs:  judged
-- Params:  $capacity_cohort, $capacity_area, $capacity_places (lists of equal length), $each_area, $most_harmful,
--          $steps (the number of eligibility steps)
-- Blanks:  {{ tie_break }}: the document's order, each absent value last
-- Every order ends in person id, so it is total. A cohort without a capacity entry has no limit (places NULL);
-- with one, an area that is not named, or not known, has no places. explained: of whom the reasons are put in words:
-- whoever has a place, is harmful outside, or comes next, as many as there are places.
with capacity as (
    select
        unnest($capacity_cohort::varchar[]) as cohort,
        unnest($capacity_area::varchar[]) as area,
        unnest($capacity_places::integer[]) as places
),

limited_cohort as (
    select distinct cohort
    from capacity
),

contender as (
    select
        j.person_id,
        j.own__cohort as cohort,
        case when l.cohort is not null then j.own__district end as capacity_area,
        case
            when l.cohort is null then null
            when j.own__district is null then 0
            else coalesce(o.places, e.places, 0)
        end as places,
        row_number() over (
            order by j.own__points desc, {{ tie_break }}, j.person_id asc  -- noqa: AM03,RF02
        ) as rank
    from judged as j
    left join limited_cohort as l on j.own__cohort = l.cohort
    left join capacity as o on j.own__cohort = o.cohort and j.own__district = o.area and o.area <> $each_area
    left join capacity as e on j.own__cohort = e.cohort and e.area = $each_area
    where j.own__cohort is not null
),

contender_placed as (
    select
        person_id,
        capacity_area,
        places,
        rank,
        row_number() over (partition by cohort, capacity_area order by rank) as place
    from contender
),

harmful as (
    select
        j.person_id,
        row_number() over (
            order by {{ tie_break }}, j.own__points desc, j.person_id asc  -- noqa: AM03,RF02
        ) as harmful_place
    from judged as j
    left join contender_placed as p on j.person_id = p.person_id
    where j.own__is_harmful and (p.place is null or p.place > p.places)
)

select
    coalesce(p.person_id, h.person_id) as person_id,
    p.rank::integer as rank,
    p.place::integer as place,
    p.places,
    p.capacity_area,
    case
        when p.place is null then case when h.harmful_place <= $most_harmful then 'harmful_outside' end
        when p.places is null or p.place <= p.places then 'proposed'
        else 'over_capacity'
    end as list,
    case when h.harmful_place <= $most_harmful then h.harmful_place::integer end as harmful_place,
    case
        when p.place is not null and (p.places is null or p.place <= 2 * p.places) then true
        else coalesce(h.harmful_place <= $most_harmful, false)
    end as explained,
    case when p.place > p.places then $steps + 2 end as failed_step
from contender_placed as p
full outer join harmful as h on p.person_id = h.person_id
