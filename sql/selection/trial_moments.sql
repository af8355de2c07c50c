-- What do those whom each way chose account for, and how much does it vary between people?
-- Grain:   one row per way of choosing, outcome and month end; month_no 0: all month ends at which the way was open
-- Inputs:  trial_pool, trial_followed
-- Sums, and sums of products, over people of four numbers:
--   a what the chosen did, t what a is a share of, l what those on the list did, k what l is a share of.
-- Of offences and severity t and k are what everyone eligible did; of people, who offended at all, and of those inside
-- at the month end t and k are those chosen. persons counts everyone eligible, those too who add nothing.
-- One person's months are added up before the products are made: they are not independent of one another.
-- At random everyone is chosen in part, by their chance of a place. Numbers have 19 digits: of 18 or fewer, DuckDB
-- would keep products in 18, too.
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
        p.by_computed,
        s.chance::decimal(11, 10) as chance,
        coalesce(f.offences, 0) as offences,
        coalesce(f.severity, 0)::decimal(19, 8) as severity,
        (coalesce(f.offences, 0) > 0)::integer as people,
        p.inside::integer as inside
    from trial_pool as p
    inner join size as s on p.month_no = s.month_no
    left join trial_followed as f on p.month_no = f.month_no and p.person_id = f.person_id
),

way_of_choosing as (
    select unnest(['list', 'count', 'severity', 'risk', 'computed', 'random']) as way
),

choice as (
    select
        p.month_no,
        p.person_id,
        p.listed,
        p.offences,
        p.severity,
        p.people,
        p.inside,
        w.way,
        case w.way
            when 'list' then p.listed::decimal(11, 10)
            when 'count' then p.by_count::integer::decimal(11, 10)
            when 'severity' then p.by_severity::integer::decimal(11, 10)
            when 'risk' then p.by_risk::integer::decimal(11, 10)
            when 'computed' then p.by_computed::integer::decimal(11, 10)
            else p.chance
        end as chosen
    from person as p
    cross join way_of_choosing as w
    where (w.way <> 'risk' or p.by_risk is not null) and (w.way <> 'computed' or p.by_computed is not null)
),

acted as (
    select
        way,
        month_no,
        person_id,
        (chosen * offences)::decimal(19, 8) as a_offences,
        offences::decimal(19, 8) as t_offences,
        (listed * offences)::decimal(19, 8) as l_offences,
        (chosen::double * severity::double)::decimal(19, 8) as a_severity,
        severity::decimal(19, 8) as t_severity,
        (listed * severity)::decimal(19, 8) as l_severity,
        (chosen * people)::decimal(19, 8) as a_people,
        (listed * people)::decimal(19, 8) as l_people,
        (chosen * inside)::decimal(19, 8) as a_inside,
        (listed * inside)::decimal(19, 8) as l_inside,
        chosen::decimal(19, 8) as chosen,
        listed::decimal(19, 8) as listed
    from choice
    -- whoever is not chosen, not listed and did nothing adds nothing
    where way = 'random' or chosen > 0 or listed = 1 or offences > 0
),

whole as (
    select
        way,
        month_no,
        person_id,
        a_offences,
        t_offences,
        l_offences,
        a_severity,
        t_severity,
        l_severity,
        a_people,
        l_people,
        a_inside,
        l_inside,
        chosen,
        listed
    from acted
    union all
    select
        way,
        0 as month_no,
        person_id,
        sum(a_offences)::decimal(19, 8) as a_offences,
        sum(t_offences)::decimal(19, 8) as t_offences,
        sum(l_offences)::decimal(19, 8) as l_offences,
        sum(a_severity)::decimal(19, 8) as a_severity,
        sum(t_severity)::decimal(19, 8) as t_severity,
        sum(l_severity)::decimal(19, 8) as l_severity,
        sum(a_people)::decimal(19, 8) as a_people,
        sum(l_people)::decimal(19, 8) as l_people,
        sum(a_inside)::decimal(19, 8) as a_inside,
        sum(l_inside)::decimal(19, 8) as l_inside,
        sum(chosen)::decimal(19, 8) as chosen,
        sum(listed)::decimal(19, 8) as listed
    from acted
    group by way, person_id
),

outcome as (
    select unnest(['offences', 'severity', 'people', 'inside']) as outcome
),

told as (
    select
        w.way,
        o.outcome,
        w.month_no,
        case o.outcome
            when 'offences' then w.a_offences
            when 'severity' then w.a_severity
            when 'people' then w.a_people
            else w.a_inside
        end as a,
        case o.outcome
            when 'offences' then w.t_offences
            when 'severity' then w.t_severity
            else w.chosen
        end as t,
        case o.outcome
            when 'offences' then w.l_offences
            when 'severity' then w.l_severity
            when 'people' then w.l_people
            else w.l_inside
        end as l,
        case o.outcome
            when 'offences' then w.t_offences
            when 'severity' then w.t_severity
            else w.listed
        end as k
    from whole as w
    cross join outcome as o
),

eligible as (
    select
        month_no,
        count(*) as persons,
        count(by_risk) as asked_of_risk,
        count(by_computed) as asked_of_computed
    from trial_pool
    group by month_no
    union all
    select
        0 as month_no,
        count(distinct person_id) as persons,
        count(distinct person_id) filter (where by_risk is not null) as asked_of_risk,
        count(distinct person_id) filter (where by_computed is not null) as asked_of_computed
    from trial_pool
)

select
    t.month_no,
    t.way,
    t.outcome,
    max(
        case t.way when 'risk' then e.asked_of_risk when 'computed' then e.asked_of_computed else e.persons end
    )::integer as persons,
    sum(t.a) as a,
    sum(t.t) as t,
    sum(t.l) as l,
    sum(t.k) as k,
    sum(t.a * t.a) as aa,
    sum(t.a * t.t) as at,
    sum(t.a * t.l) as al,
    sum(t.a * t.k) as ak,
    sum(t.t * t.t) as tt,
    sum(t.t * t.l) as tl,
    sum(t.t * t.k) as tk,
    sum(t.l * t.l) as ll,
    sum(t.l * t.k) as lk,
    sum(t.k * t.k) as kk
from told as t
inner join eligible as e on t.month_no = e.month_no
group by t.month_no, t.way, t.outcome
order by t.month_no, t.way, t.outcome
