-- Which recorded crime codes could each code as given be?
-- Grain:   one row per code as given and candidate; recorded_code NULL: "not a recorded crime" is one of them
-- Inputs:  code_target, home_office_class, recorded_crime_code, severity_weight
-- Params:  $severity_vintage
with candidate as (
    select
        code_id,
        target_code as recorded_code
    from code_target
    where route = 'recorded'
    union
    select
        t.code_id,
        h.recorded_code
    from code_target as t
    inner join home_office_class as h on t.ho_class = h.ho_class
    where t.route = 'class'
    union
    select
        t.code_id,
        h.recorded_code
    from code_target as t
    inner join home_office_class as h on left(t.ho_class, 3) = left(h.ho_class, 3)
    where t.route = 'class_number'
)

select
    c.code_id,
    c.recorded_code,
    r.title,
    r.offence_group,
    r.offence_subgroup,
    w.weight
from candidate as c
left join recorded_crime_code as r on c.recorded_code = r.recorded_code
left join severity_weight as w on r.css_code = w.css_code and w.vintage = $severity_vintage
order by c.code_id, c.recorded_code
