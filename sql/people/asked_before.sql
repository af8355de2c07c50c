-- How did the questions that a decision touched stand before it? By pair of persons: the rows that tell of a pair
-- may since have been replaced by others, of decisions that were reversed.
-- Grain:   one row per pair of persons; was_state NULL: nobody had asked, or it was settled
-- Inputs:  person_decision_proposal, match_proposal
-- Params:  $decision_id
create or replace temp table asked_before as
select
    proposal.low_person_id,
    proposal.high_person_id,
    case
        when bool_or(touched.was_state = 'kept_apart') then 'kept_apart'
        when bool_or(touched.was_state = 'open') then 'open'
    end as was_state,
    arg_max(proposal.basis, proposal.proposal_id) as basis,
    arg_max(proposal.against, proposal.proposal_id) as against,
    arg_max(proposal.batch_id, proposal.proposal_id) as batch_id
from person_decision_proposal as touched
inner join match_proposal as proposal on touched.proposal_id = proposal.proposal_id
where touched.decision_id = $decision_id
group by proposal.low_person_id, proposal.high_person_id
