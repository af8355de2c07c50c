-- What do those whom each way chose account for, and how much does it vary between people?
-- Grain:   one row per way of choosing, outcome and month end; month_no 0: all month ends at which the way was open
-- Inputs:  trial_pool, trial_followed
-- Sums, and sums of products, over people of four numbers:
--   a what the chosen did, t what a is a share of, l what those on the list did, k what l is a share of.
-- Of offences and severity t and k are what everyone eligible did; of people, who offended at all, and of those inside
-- at the month end t and k are those chosen.
-- One person's months are added up before the products are made: they are not independent of one another.
-- At random everyone is chosen in part, by their chance of a place.
-- Numbers have 19 digits: of 18 or fewer, DuckDB would keep products in 18, too.
with size as (
    select
        month_no,
        count(*) filter (where by_list) / count(*) as chance
    from trial_pool
    group by month_no
),

person as (
    select
        p.month_no,
        p.person_id,
        p.by_list::integer as listed,
        p.by_count,
        p.by_severity,
        p.by_risk,
        s.chance::decimal(11, 10) as chance,
        coalesce(f.offences, 0) as offences,
        coalesce(f.severity, 0)::decimal(19, 8) as severity,
        (coalesce(f.offences, 0) > 0)::integer as people,
        p.inside::integer as inside
    from trial_pool as p
    inner join size as s on p.month_no = s.month_no
    left join trial_followed as f on p.month_no = f.month_no and p.person_id = f.person_id
),

way as (
    select
        month_no,
        person_id,
        listed,
        offences,
        severity,
        people,
        inside,
        'list' as way,
        listed::decimal(11, 10) as chosen
    from person
    union all
    select
        month_no,
        person_id,
        listed,
        offences,
        severity,
        people,
        inside,
        'random' as way,
        chance as chosen
    from person
    union all
    select
        month_no,
        person_id,
        listed,
        offences,
        severity,
        people,
        inside,
        'count' as way,
        by_count::integer::decimal(11, 10) as chosen
    from person
    union all
    select
        month_no,
        person_id,
        listed,
        offences,
        severity,
        people,
        inside,
        'severity' as way,
        by_severity::integer::decimal(11, 10) as chosen
    from person
    union all
    select
        month_no,
        person_id,
        listed,
        offences,
        severity,
        people,
        inside,
        'risk' as way,
        by_risk::integer::decimal(11, 10) as chosen
    from person
    where by_risk is not null
),

told as (
    select
        way,
        'offences' as outcome,
        month_no,
        person_id,
        (chosen * offences)::decimal(19, 8) as a,
        offences::decimal(19, 8) as t,
        (listed * offences)::decimal(19, 8) as l,
        offences::decimal(19, 8) as k
    from way
    union all
    select
        way,
        'severity' as outcome,
        month_no,
        person_id,
        (chosen::double * severity::double)::decimal(19, 8) as a,
        severity as t,
        (listed * severity)::decimal(19, 8) as l,
        severity as k
    from way
    union all
    select
        way,
        'people' as outcome,
        month_no,
        person_id,
        (chosen * people)::decimal(19, 8) as a,
        chosen::decimal(19, 8) as t,
        (listed * people)::decimal(19, 8) as l,
        listed::decimal(19, 8) as k
    from way
    union all
    select
        way,
        'inside' as outcome,
        month_no,
        person_id,
        (chosen * inside)::decimal(19, 8) as a,
        chosen::decimal(19, 8) as t,
        (listed * inside)::decimal(19, 8) as l,
        listed::decimal(19, 8) as k
    from way
),

whole as (
    select
        way,
        outcome,
        month_no,
        person_id,
        a,
        t,
        l,
        k
    from told
    union all
    select
        way,
        outcome,
        0 as month_no,
        person_id,
        sum(a)::decimal(19, 8) as a,
        sum(t)::decimal(19, 8) as t,
        sum(l)::decimal(19, 8) as l,
        sum(k)::decimal(19, 8) as k
    from told
    group by way, outcome, person_id
)

select
    month_no,
    way,
    outcome,
    count(*)::integer as persons,
    sum(a) as a,
    sum(t) as t,
    sum(l) as l,
    sum(k) as k,
    sum(a * a) as aa,
    sum(a * t) as at,
    sum(a * l) as al,
    sum(a * k) as ak,
    sum(t * t) as tt,
    sum(t * l) as tl,
    sum(t * k) as tk,
    sum(l * l) as ll,
    sum(l * k) as lk,
    sum(k * k) as kk
from whole
group by month_no, way, outcome
order by month_no, way, outcome
