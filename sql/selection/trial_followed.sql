-- What was each eligible person found to have done in the time that followed each month end?
-- Grain:   one row per month end and eligible person with an offence then that counts or was dated inside
-- Inputs:  trial_month, trial_pool, offence_scored, offence_status_span
-- Params:  $least_standing: 3 proven, 2 charged, 1 suspected, as sql/measures/offence_as_at.sql numbers them
-- Counted are offences dated in (as_at, follow_to] at liberty, by their status as at status_at.
with followed as materialized (
    select
        p.month_no,
        p.person_id,
        m.as_at,
        m.follow_to,
        m.status_at
    from trial_pool as p
    inner join trial_month as m on p.month_no = m.month_no
),

-- By key first, then by date: joined by date first, 10,000 people took minutes.
met as materialized (
    select
        f.month_no,
        f.person_id,
        f.status_at,
        o.offence_id,
        o.severity,
        o.dated_inside,
        o.last_status,
        o.last_status_on,
        o.offence_on > f.as_at and o.offence_on <= f.follow_to as falls
    from followed as f
    inner join offence_scored as o on f.person_id = o.person_id
    where o.offence_on > (select min(m.as_at) from trial_month as m)
),

later as materialized (
    select
        e.month_no,
        e.person_id,
        e.offence_id,
        s.status,
        s.from_date <= e.status_at and s.to_date > e.status_at as stood
    from met as e
    inner join offence_status_span as s on e.person_id = s.person_id and e.offence_id = s.offence_id
    where e.falls and e.last_status_on > e.status_at
),

fell as (
    select
        e.month_no,
        e.person_id,
        e.severity,
        e.dated_inside,
        case when e.last_status_on <= e.status_at then e.last_status else l.status end as status
    from met as e
    left join later as l
        on e.month_no = l.month_no and e.person_id = l.person_id and e.offence_id = l.offence_id and l.stood
    where e.falls
),

counted as (
    select
        month_no,
        person_id,
        severity,
        dated_inside
    from fell
    where case
        when status in ('convicted', 'cautioned') then 3
        when status = 'charged' then 2
        when status in ('arrested', 'suspect') then 1
        else 0
    end >= $least_standing
)

select
    month_no,
    person_id,
    (count(*) filter (where not dated_inside))::integer as offences,
    (count(severity) filter (where not dated_inside))::integer as weighted,
    coalesce(sum(severity::decimal(28, 10)) filter (where not dated_inside), 0)::decimal(19, 8) as severity,
    (count(*) filter (where dated_inside))::integer as dated_inside
from counted
group by month_no, person_id
