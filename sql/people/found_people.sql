-- What tells found persons apart at a glance?
-- Grain:   one row per person
-- Inputs:  person_of_subject, subject, person_current, home_area_current
-- Params:  $people (person ids), $today
with known_to_system as (
    select
        person_of_subject.person_id,
        list(distinct subject.system order by subject.system) as systems
    from person_of_subject
    inner join subject on person_of_subject.subject_id = subject.subject_id
    where person_of_subject.person_id in (select unnest($people))
    group by person_of_subject.person_id
),

home as (
    select
        person_id,
        list(distinct district order by district) as districts
    from home_area_current
    where
        person_id in (select unnest($people))
        and (from_date is null or from_date <= $today)
        and (to_date is null or to_date > $today)
    group by person_id
)

select
    known_to_system.person_id,
    known_to_system.systems,
    home.districts,
    person_current.birth_date
from known_to_system
left join person_current on known_to_system.person_id = person_current.person_id
left join home on known_to_system.person_id = home.person_id
order by known_to_system.person_id
