-- Of those who would enter without one step of eligibility, how many would have a place?
-- Grain:   one row per step that somebody lacks alone
-- Inputs:  judged, selected
-- Params:  $step_no, $step_bit (lists of equal length), $eligibility_bits; $cohort, $cohort_bit (lists, in document
--          order); $capacity_cohort, $capacity_area, $capacity_places (lists of equal length), $each_area
-- Blanks:  {{ tie_break }}: the document's order, each absent value last
-- The queue is that of ranked.sql with those who would enter in it. Whoever has no place now has none then: it is
-- enough to let them join those who have one.
with step as (
    select
        unnest($step_no::integer[]) as step_no,
        unnest($step_bit::ubigint[]) as bit
),

cohort_rule as (
    select
        unnest($cohort::varchar[]) as cohort,
        unnest($cohort_bit::ubigint[]) as bit,
        unnest(range(0, len($cohort::varchar[]))) as turn
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

entrant as (
    select
        t.step_no,
        j.person_id,
        arg_min(c.cohort, c.turn) as cohort
    from judged as j
    inner join step as t
        on xor(j.own__met_bits & $eligibility_bits::ubigint, $eligibility_bits::ubigint) = t.bit
    inner join cohort_rule as c on j.own__met_bits & c.bit <> 0
    group by t.step_no, j.person_id
),

queued as (
    select
        step_no,
        person_id,
        cohort,
        true as would_enter
    from entrant
    union all
    select
        t.step_no,
        s.person_id,
        s.cohort,
        false as would_enter
    from selected as s
    cross join step as t
    where s.list = 'proposed' and s.places is not null
),

contender as (
    select
        q.step_no,
        q.would_enter,
        case
            when l.cohort is null then null
            when j.own__district is null then 0
            else coalesce(o.places, e.places, 0)
        end as places,
        row_number() over (
            partition by q.step_no, q.cohort, case when l.cohort is not null then j.own__district end
            order by j.own__points desc, {{ tie_break }}, j.person_id asc  -- noqa: AM03,RF02
        ) as place
    from queued as q
    inner join judged as j on q.person_id = j.person_id
    left join limited_cohort as l on q.cohort = l.cohort
    left join capacity as o on q.cohort = o.cohort and j.own__district = o.area and o.area <> $each_area
    left join capacity as e on q.cohort = e.cohort and e.area = $each_area
)

select
    step_no,
    count(*) filter (where would_enter and (places is null or place <= places)) as gain_places
from contender
group by step_no
order by step_no
