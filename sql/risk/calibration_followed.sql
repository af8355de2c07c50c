-- From when to when is each person followed, and as at which day is the status of what they did looked up?
-- Grain:   one row per person
-- Inputs:  {{ dates }}: one row per person and the day they are followed from, as_at; person_current
-- Params:  $months, $wait_months
-- The days followed are (as_at, follow_to]. Both ends are counted from as_at itself, so that a short month on the way
-- takes nothing off the wait.
select
    d.person_id,
    d.as_at,
    (d.as_at + to_months($months))::date as follow_to,
    (d.as_at + to_months($months + $wait_months))::date as status_at,
    least(follow_to, coalesce(n.death_date, follow_to)) as alive_to,
    coalesce(n.death_date <= follow_to, false) as died,
    n.ethnicity_self,
    n.ethnicity_officer
from {{ dates }} as d
inner join person_current as n on d.person_id = n.person_id
