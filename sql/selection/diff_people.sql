-- Where were those who came, went or moved before and after, and how did the rules judge them?
-- Grain:   one row per person and side (before, after) on which they were considered
-- Inputs:  diff_pair, diff_before, diff_after
-- Params:  $changes: the changes asked about
with side as (
    select
        'before' as side,
        person_id,
        met_bits,
        unknown_bits,
        list,
        cohort,
        capacity_area,
        points,
        rank,
        place,
        places,
        harmful_place
    from diff_before
    union all
    select
        'after' as side,
        person_id,
        met_bits,
        unknown_bits,
        list,
        cohort,
        capacity_area,
        points,
        rank,
        place,
        places,
        harmful_place
    from diff_after
)

select
    p.person_id,
    p.change,
    s.side,
    s.met_bits,
    s.unknown_bits,
    s.list,
    s.cohort,
    s.capacity_area,
    s.points,
    s.rank,
    s.place,
    s.places,
    s.harmful_place
from diff_pair as p
inner join side as s on p.person_id = s.person_id
where p.change in (select unnest($changes::varchar[]))
order by p.person_id, s.side
