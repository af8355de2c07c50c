-- A proposal whose two persons are one now is settled.
-- Grain:   one row per proposal (updated)
-- Inputs:  match_proposal, moved_person (old_person_id, person_id)
-- Params:  $moment, $decided_by, $reason
with settled as (
    select
        proposal.proposal_id,
        coalesce(low.person_id, proposal.low_person_id) as low_person_id,
        coalesce(high.person_id, proposal.high_person_id) as high_person_id
    from match_proposal as proposal
    left join moved_person as low on proposal.low_person_id = low.old_person_id
    left join moved_person as high on proposal.high_person_id = high.old_person_id
    where proposal.state in ('open', 'kept_apart')
)

update match_proposal
set
    state = 'merged',
    decided_at = $moment,
    decided_by = $decided_by,
    reason = $reason
where
    proposal_id in (select settled.proposal_id from settled where settled.low_person_id = settled.high_person_id)
