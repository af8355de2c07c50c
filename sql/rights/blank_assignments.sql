-- Take the words of decisions that lost theirs from the assignments that they wrote, also those of other people.
-- Grain:   one row per assignment (updated)
-- Inputs:  subject_person, person_decision
-- No two decisions are of one moment, and an assignment that an import wrote has a batch.
update subject_person
set reason = ''
where
    batch_id is null
    and reason != ''
    and known_from in (select d.decided_at from person_decision as d where d.reason = '')
