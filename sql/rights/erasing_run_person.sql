-- In which runs was an erased subject which person, by what the run saw?
-- Grain:   one row per run and person; those whom the run did not consider are taken out by not_considered.sql
-- Inputs:  erasing_subject, subject_person, run
create or replace temp table erasing_run_person as
select distinct
    r.run_id,
    p.person_id
from erasing_subject as e
inner join subject_person as p on e.subject_id = p.subject_id
inner join run as r
    on
        (p.batch_id is null or p.batch_id <= r.seen_batch)
        and p.known_from <= r.known_at
        and (p.known_to is null or p.known_to > r.known_at)
