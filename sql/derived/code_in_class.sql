-- Which offence classes does each code belong to: named lists, groups, subgroups, and 'any'?
-- Grain:   one row per code as given and class
-- Inputs:  code_resolution, code_candidate, offence_class, recorded_crime_code
-- A code that is not settled belongs to a class only if all its candidates do (DOMAIN.md 3).
with possible_code as (
    select
        code_id,
        recorded_code
    from code_resolution
    where recorded_code is not null
    union all
    select
        c.code_id,
        c.recorded_code
    from code_candidate as c
    inner join code_resolution as r on c.code_id = r.code_id
    where r.recorded_code is null
),

possible_count as (
    select
        code_id,
        count(*) as possible
    from possible_code
    group by code_id
),

class_member as (
    select
        offence_class,
        recorded_code
    from offence_class
    union
    select
        offence_group as offence_class,
        recorded_code
    from recorded_crime_code
    union
    select
        offence_subgroup as offence_class,
        recorded_code
    from recorded_crime_code
)

select
    p.code_id,
    m.offence_class
from possible_code as p
inner join class_member as m on p.recorded_code = m.recorded_code
inner join possible_count as n on p.code_id = n.code_id
group by p.code_id, m.offence_class, n.possible
having count(*) = n.possible
union
select
    code_id,
    'any' as offence_class
from code_resolution
