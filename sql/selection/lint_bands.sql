-- How many eligible people fall in each band of one measure?
-- Grain:   one row per band, by its number in the lists
-- Inputs:  measured, judged
-- Params:  $low, $below: lists of equal length; below NULL: no upper end
-- Blanks:  {{ measure }}: the measure's column
with band as (
    select
        unnest(range(0, len($low::decimal(28, 10)[]))) as band_no,
        unnest($low::decimal(28, 10)[]) as low,
        unnest($below::decimal(28, 10)[]) as below
),

eligible as (
    select m.{{ measure }} as held
    from measured as m
    inner join judged as j on m.person_id = j.person_id
    where j.own__eligible and m.{{ measure }} is not null
)

select
    b.band_no,
    count(e.held) as people
from band as b
left join eligible as e on b.low <= e.held and (b.below is null or b.below > e.held)
group by b.band_no
order by b.band_no
