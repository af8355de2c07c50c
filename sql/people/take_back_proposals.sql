-- A question that a decision opened, answered or handed on no longer stands as it left it: the decision is reversed.
-- Grain:   one row per proposal (updated)
-- Inputs:  match_proposal, asked_before
-- Params:  $moment, $decided_by, $reason
update match_proposal
set
    state = 'superseded',
    decided_at = coalesce(match_proposal.decided_at, $moment),
    decided_by = coalesce(match_proposal.decided_by, $decided_by),
    reason = coalesce(match_proposal.reason, $reason)
from asked_before
where
    match_proposal.low_person_id = asked_before.low_person_id
    and match_proposal.high_person_id = asked_before.high_person_id
    and (
        (
            match_proposal.state in ('open', 'kept_apart')
            and asked_before.was_state is distinct from match_proposal.state
        )
        -- handed on by it, and now asked anew: until now it was open
        or (match_proposal.state = 'superseded' and match_proposal.decided_at is null)
    )
