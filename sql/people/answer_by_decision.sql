-- An open question about two persons is answered where a decision to keep them apart was handed on to them.
-- Grain:   one row per open proposal (updated)
-- Inputs:  match_proposal
-- Params:  $moment, $decided_by, $reason
update match_proposal
set
    state = 'superseded',
    decided_at = $moment,
    decided_by = $decided_by,
    reason = $reason
where
    state = 'open'
    and (low_person_id, high_person_id) in (
        select
            decision.low_person_id,
            decision.high_person_id
        from match_proposal as decision
        where decision.state = 'kept_apart'
    )
