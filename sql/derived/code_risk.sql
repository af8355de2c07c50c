-- What does each code as given count as in the risk models?
-- Grain:   one row per code as given whose class is known, or all of whose classes are; NULL where these differ
-- Inputs:  code_target, home_office_class, home_office_category
-- By the class; of a recorded crime code only what all its classes agree on (DOMAIN.md 3).
with possible_class as (
    select
        code_id,
        ho_class
    from code_target
    where ho_class is not null and route != 'recorded'
    union
    select
        t.code_id,
        h.ho_class
    from code_target as t
    inner join home_office_class as h on t.target_code = h.recorded_code
    where t.route = 'recorded'
)

select
    p.code_id,
    case when count(*) = count(c.ogrs3_group) and min(c.ogrs3_group) = max(c.ogrs3_group) then min(c.ogrs3_group) end
        as ogrs3_group,
    case
        when count(*) = count(c.ogrs4_category) and min(c.ogrs4_category) = max(c.ogrs4_category)
            then min(c.ogrs4_category)
    end as ogrs4_category,
    case when count(*) = count(c.is_violent) and min(c.is_violent) = max(c.is_violent) then min(c.is_violent) end
        as is_violent
from possible_class as p
left join home_office_category as c on p.ho_class = c.ho_class
group by p.code_id
order by p.code_id
