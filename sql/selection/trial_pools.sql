-- How many were eligible and had a place at each month end, and what did they all go on to do?
-- Grain:   one row per month end
-- Inputs:  trial_pool, trial_followed
-- The squares are those of each person's number: they say how far a random choice would stray.
select
    p.month_no,
    count(*)::integer as pool,
    (count(*) filter (where p.by_list))::integer as places,
    coalesce(sum(f.offences), 0)::integer as offences,
    coalesce(sum(f.weighted), 0)::integer as weighted,
    coalesce(sum(f.dated_inside), 0)::integer as dated_inside,
    (count(*) filter (where f.offences > 0))::integer as people,
    (count(*) filter (where p.inside))::integer as inside,
    coalesce(sum(f.severity), 0)::decimal(28, 8) as severity,
    coalesce(sum(f.offences::bigint * f.offences), 0)::bigint as offences_squared,
    coalesce(sum(f.severity * f.severity), 0)::decimal(38, 16) as severity_squared
from trial_pool as p
left join trial_followed as f on p.month_no = f.month_no and p.person_id = f.person_id
group by p.month_no
order by p.month_no
