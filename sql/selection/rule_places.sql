-- Of those who would enter without one step of eligibility, how many would have a place?
-- Grain:   one row per step that somebody lacks alone
-- Inputs:  judged, placed
-- Params:  $step_no, $step_bit (lists of equal length), $eligibility_bits, $cohort_bits; $cohort, $cohort_bit (lists
--          of equal length); $capacity_cohort, $capacity_area, $capacity_places (lists of equal length), $each_area
-- Blanks:  {{ tie_break }}: the document's order, each absent value last; {{ tie_break_columns }}: its columns
-- The queue is that of placed.sql with those who would enter in it. Whoever has no place now has none then: it is
-- enough to let them join those who have one.
with step as (
    select
        unnest($step_no::integer[]) as step_no,
        unnest($step_bit::ubigint[]) as bit
),

cohort_rule as (
    select
        unnest($cohort::varchar[]) as cohort,
        unnest($cohort_bit::ubigint[]) as bit
),

capacity as (
    select
        unnest($capacity_cohort::varchar[]) as cohort,
        unnest($capacity_area::varchar[]) as area,
        unnest($capacity_places::integer[]) as places
),

limited_cohort as (
    select distinct cohort
    from capacity
),

lacking as (
    select
        j.person_id,
        j.own__district,
        j.own__points,
        {{ tie_break_columns }},  -- noqa: RF02
        xor(j.own__met_bits & $eligibility_bits::ubigint, $eligibility_bits::ubigint) as steps_lacking,
        nullif(j.own__met_bits & $cohort_bits::ubigint, 0::ubigint) as cohorts_met
    from judged as j
    where
        j.own__met_bits & $cohort_bits::ubigint <> 0
        and j.own__met_bits & $eligibility_bits::ubigint <> $eligibility_bits::ubigint
),

-- the first cohort is the lowest bit
entrant as (
    select
        t.step_no,
        j.person_id,
        c.cohort,
        j.own__district,
        j.own__points,
        {{ tie_break_columns }},  -- noqa: RF02
        true as would_enter
    from lacking as j
    inner join step as t on j.steps_lacking = t.bit
    inner join cohort_rule as c on xor(j.cohorts_met, j.cohorts_met & (j.cohorts_met - 1)) = c.bit
),

with_a_place as (
    select
        t.step_no,
        j.person_id,
        j.own__cohort as cohort,
        j.own__district,
        j.own__points,
        {{ tie_break_columns }},  -- noqa: RF02
        false as would_enter
    from placed as p
    inner join judged as j on p.person_id = j.person_id
    cross join step as t
    where p.list = 'proposed' and p.places is not null
),

queued as (
    select
        j.step_no,
        j.person_id,
        j.cohort,
        j.own__district,
        j.own__points,
        {{ tie_break_columns }},  -- noqa: RF02
        j.would_enter
    from entrant as j
    union all
    select
        j.step_no,
        j.person_id,
        j.cohort,
        j.own__district,
        j.own__points,
        {{ tie_break_columns }},  -- noqa: RF02
        j.would_enter
    from with_a_place as j
),

contender as (
    select
        j.step_no,
        j.would_enter,
        case
            when l.cohort is null then null
            when j.own__district is null then 0
            else coalesce(o.places, e.places, 0)
        end as places,
        row_number() over (
            partition by j.step_no, j.cohort, case when l.cohort is not null then j.own__district end
            order by j.own__points desc, {{ tie_break }}, j.person_id asc  -- noqa: AM03,RF02
        ) as place
    from queued as j
    left join limited_cohort as l on j.cohort = l.cohort
    left join capacity as o on j.cohort = o.cohort and j.own__district = o.area and o.area <> $each_area
    left join capacity as e on j.cohort = e.cohort and e.area = $each_area
)

select
    step_no,
    count(*) filter (where would_enter and (places is null or place <= places)) as gain_places
from contender
group by step_no
order by step_no
