-- Put each candidate pair before a person, once: not while it is open, and not after a decision.
-- Grain:   one row per pair of persons (inserted)
-- Inputs:  match_proposal, candidate (low_person_id, high_person_id, basis, against)
-- Params:  $batch_id, $moment
insert into match_proposal (
    proposal_id, low_person_id, high_person_id, basis, against, proposed_at, batch_id, state
)
select
    (select coalesce(max(earlier.proposal_id), 0) from match_proposal as earlier)
    + row_number() over (order by candidate.low_person_id, candidate.high_person_id) as proposal_id,
    candidate.low_person_id,
    candidate.high_person_id,
    candidate.basis,
    candidate.against,
    $moment as proposed_at,
    $batch_id as batch_id,
    'open' as state
from candidate
where
    not exists (
        select 1
        from match_proposal as known
        where
            known.low_person_id = candidate.low_person_id
            and known.high_person_id = candidate.high_person_id
            and known.state in ('open', 'kept_apart')
    )
order by candidate.low_person_id, candidate.high_person_id
