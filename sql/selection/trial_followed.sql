-- What was each eligible person found to have done in the time that followed each month end?
-- Grain:   one row per month end and eligible person with an offence then that counts or was dated inside
-- Inputs:  trial_month, trial_pool, offence_scored, offence_status_span
-- Params:  $least_standing: 3 proven, 2 charged, 1 suspected, as sql/measures/offence_as_at.sql numbers them
-- Counted are offences dated in (as_at, follow_to] at liberty, by their status as at status_at.
with fell as (
    select
        p.month_no,
        p.person_id,
        o.severity,
        o.dated_inside,
        case when o.last_status_on <= m.status_at then o.last_status else s.status end as status
    from trial_pool as p
    inner join trial_month as m on p.month_no = m.month_no
    inner join offence_scored as o
        on p.person_id = o.person_id and m.as_at < o.offence_on and m.follow_to >= o.offence_on
    left join offence_status_span as s
        on
            m.status_at < o.last_status_on
            and o.person_id = s.person_id
            and o.offence_id = s.offence_id
            and m.status_at >= s.from_date
            and m.status_at < s.to_date
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
