-- An open question about a person that is no more is asked of the person it went into.
-- Grain:   one row per open proposal (updated)
-- Inputs:  match_proposal, moved_person (old_person_id, person_id)
update match_proposal
set state = 'superseded'
where
    state = 'open'
    and (
        low_person_id in (select moved_person.old_person_id from moved_person)
        or high_person_id in (select moved_person.old_person_id from moved_person)
    )
