-- Where has each person lived, and when?
-- Grain:   one row per person and home area period [from_date, to_date); NULL: open at that end
-- Inputs:  home_area_version, person_of_subject
-- Params:  $known_at, $seen_batch
select
    p.person_id,
    h.area,
    h.district,
    h.from_date,
    h.to_date,
    h.subject_id,
    h.system,
    h.known_from
from home_area_version as h
inner join person_of_subject as p on h.subject_id = p.subject_id
where
    h.batch_id <= $seen_batch
    and h.known_from <= $known_at
    and (h.known_to is null or h.known_to > $known_at)
order by p.person_id, h.from_date
