-- Note which questions a decision answered or handed on, and how they stood before; NULL for those it opened.
-- Grain:   adds one row per proposal that is new or stands otherwise
-- Inputs:  deciding_proposal, match_proposal
-- Params:  $decision_id, $highest (the highest number of a proposal before)
insert into person_decision_proposal (decision_id, proposal_id, was_state)
select
    $decision_id as decision_id,
    match_proposal.proposal_id,
    deciding_proposal.state as was_state
from match_proposal
left join deciding_proposal on match_proposal.proposal_id = deciding_proposal.proposal_id
where match_proposal.state != deciding_proposal.state or match_proposal.proposal_id > $highest
order by match_proposal.proposal_id
