-- Which selections considered the person, and where did each leave them?
-- Grain:   one row per run and number that the person had in it
-- Inputs:  erasing_run_person, run, run_person
select
    r.run_id,
    e.person_id,
    r.made_at,
    r.by_user,
    r.purpose,
    r.as_at,
    r.criteria_title,
    r.criteria_version,
    r.criteria_text,
    p.list,
    p.cohort,
    p.points,
    p.rank,
    p.place,
    p.places,
    p.capacity_area,
    p.harmful_place,
    p.proposal,
    p.reasons
from erasing_run_person as e
inner join run as r on e.run_id = r.run_id
left join run_person as p on e.run_id = p.run_id and e.person_id = p.person_id
order by r.run_id, e.person_id
