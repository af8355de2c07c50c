-- The open question whether two persons are one is answered: they are two.
-- Grain:   one row per open proposal of the pair (updated), and its number
-- Inputs:  match_proposal
-- Params:  $one, $other, $moment, $decided_by, $reason
update match_proposal
set
    state = 'kept_apart',
    decided_at = $moment,
    decided_by = $decided_by,
    reason = $reason
where
    state = 'open'
    and low_person_id = least($one, $other)
    and high_person_id = greatest($one, $other)
returning proposal_id
