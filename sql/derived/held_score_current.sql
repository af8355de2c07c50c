-- Which risk scores are held from elsewhere?
-- Grain:   one row per person, tool and assessment date of a source
-- Inputs:  held_score_version, person_of_subject
-- Params:  $known_at, $seen_batch
select
    p.person_id,
    h.tool,
    h.tool_version,
    h.score,
    h.band,
    h.on_date,
    h.assessor_system,
    h.system,
    h.subject_id
from held_score_version as h
inner join person_of_subject as p on h.subject_id = p.subject_id
where
    h.batch_id <= $seen_batch
    and h.known_from <= $known_at
    and (h.known_to is null or h.known_to > $known_at)
order by p.person_id, h.tool, h.on_date
