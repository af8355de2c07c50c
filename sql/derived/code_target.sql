-- What does each code that records carry point at, before its weight is asked?
-- Grain:   one row per distinct code as given (with its system, for a system's own codes)
-- Inputs:  offence_version, sanction_version, local_code_version, recorded_crime_code, home_office_class, cjs_code
-- Params:  $known_at, $seen_batch
-- route: recorded (a recorded crime code), class (the class is in the class map), class_number (only its
-- number is), nothing (a local table says: not a recorded crime), unknown.
with code_carried as (
    select
        code_kind,
        case when code_kind = 'local' then system else '' end as system,
        coalesce(code_given, '') as code_given
    from offence_version
    where batch_id <= $seen_batch and known_from <= $known_at and (known_to is null or known_to > $known_at)
    union
    select
        code_kind,
        case when code_kind = 'local' then system else '' end as system,
        coalesce(code_given, '') as code_given
    from sanction_version
    where batch_id <= $seen_batch and known_from <= $known_at and (known_to is null or known_to > $known_at)
),

local_code as (
    select
        system,
        local_code,
        code_kind,
        code
    from local_code_version
    where batch_id <= $seen_batch and known_from <= $known_at and (known_to is null or known_to > $known_at)
),

pointed as (
    select
        c.system,
        c.code_kind,
        c.code_given,
        case when c.code_kind = 'local' then l.code_kind else c.code_kind end as target_kind,
        case when c.code_kind = 'local' then l.code else c.code_given end as target_code,
        l.local_code is not null and l.code is null as says_nothing
    from code_carried as c
    left join local_code as l
        on c.system = l.system and case when c.code_kind = 'local' then c.code_given end = l.local_code
),

classed as (
    select
        p.system,
        p.code_kind,
        p.code_given,
        p.target_kind,
        p.target_code,
        p.says_nothing,
        case p.target_kind when 'class' then p.target_code when 'cjs' then j.ho_class end as ho_class,
        j.title as cjs_title
    from pointed as p
    left join cjs_code as j on case when p.target_kind = 'cjs' then p.target_code end = j.cjs_code
),

map_class as (
    select distinct ho_class from home_office_class
),

map_number as (
    select distinct left(ho_class, 3) as class_number from home_office_class
)

select
    row_number() over (order by c.code_kind, c.system, c.code_given) as code_id,
    c.system,
    c.code_kind,
    c.code_given,
    c.target_kind,
    c.target_code,
    c.ho_class,
    c.cjs_title,
    case
        when c.says_nothing then 'nothing'
        when c.target_kind = 'recorded' and r.recorded_code is not null then 'recorded'
        when m.ho_class is not null then 'class'
        when n.class_number is not null then 'class_number'
        else 'unknown'
    end as route
from classed as c
left join recorded_crime_code as r on case when c.target_kind = 'recorded' then c.target_code end = r.recorded_code
left join map_class as m on c.ho_class = m.ho_class
left join map_number as n on left(c.ho_class, 3) = n.class_number
order by code_id
