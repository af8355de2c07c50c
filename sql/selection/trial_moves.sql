-- How do the members of a list under each setting differ from those under the document as it stands?
-- Grain:   one row per setting tried with a member under it or in setting 0, the document as it stands
-- Inputs:  trial_member, trial_setting
with base as (
    select
        list,
        person_id
    from trial_member
    where setting_no = 0
),

pair as (
    select
        s.setting_no,
        b.person_id,
        1 as was,
        0 as remains
    from trial_setting as s
    inner join base as b on s.list = b.list
    union all
    select
        m.setting_no,
        m.person_id,
        0 as was,
        1 as remains
    from trial_member as m
    inner join trial_setting as s on m.setting_no = s.setting_no
),

person as (
    select
        setting_no,
        person_id,
        max(was) as was,
        max(remains) as remains
    from pair
    group by setting_no, person_id
)

select
    setting_no,
    sum(remains)::integer as members,
    (count(*) filter (where was = 1 and remains = 1))::integer as stayed,
    (count(*) filter (where was = 0))::integer as came,
    (count(*) filter (where remains = 0))::integer as went
from person
group by setting_no
order by setting_no
