-- Whom did each offence harm, by pseudonymous key?
-- Grain:   one row per person, offence and victim key
-- Inputs:  offence_victim_version, person_of_subject
-- Params:  $known_at, $seen_batch
select distinct
    p.person_id,
    v.offence_id,
    v.victim_key
from offence_victim_version as v
inner join person_of_subject as p on v.subject_id = p.subject_id
where
    v.batch_id <= $seen_batch
    and v.known_from <= $known_at
    and (v.known_to is null or v.known_to > $known_at)
order by p.person_id, v.offence_id, v.victim_key
