-- On how many days of a window was each person away, in all and by kind?
-- Grain:   one row per person who was away on any day of it
-- Inputs:  absence_merged, person_current
-- Params:  $as_at (inclusive), $from_{{ window }} (exclusive)
-- Days after death are no days of the window, so they are not counted as days away either.
with dead as (
    select
        person_id,
        death_date
    from person_current
    where death_date is not null
),

away as (
    select
        a.person_id,
        a.kind,
        greatest(
            0,
            least(coalesce(a.to_date, $as_at + 1), $as_at + 1, coalesce(d.death_date, $as_at) + 1)
            - greatest(a.from_date, $from_{{ window }} + 1)
        ) as days
    from absence_merged as a
    left join dead as d on a.person_id = d.person_id
    where a.from_date <= $as_at and (a.to_date is null or a.to_date > $from_{{ window }} + 1)
)

select
    person_id,
    coalesce(sum(days) filter (where kind = 'any'), 0)::integer as any_kind,
    coalesce(sum(days) filter (where kind = 'remand'), 0)::integer as remand,
    coalesce(sum(days) filter (where kind = 'sentence'), 0)::integer as sentence,
    coalesce(sum(days) filter (where kind = 'recall'), 0)::integer as recall,
    coalesce(sum(days) filter (where kind = 'secure_hospital'), 0)::integer as secure_hospital,
    coalesce(sum(days) filter (where kind = 'out_of_area'), 0)::integer as out_of_area
from away
group by person_id
