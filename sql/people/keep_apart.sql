-- Note that two persons were decided to be two: no rule joins them again.
-- Grain:   one row (inserted)
-- Inputs:  match_proposal
-- Params:  $one, $other, $basis, $moment, $decided_by, $reason
insert into match_proposal (
    proposal_id, low_person_id, high_person_id, basis, against, proposed_at, state,
    decided_at, decided_by, reason
)
select
    coalesce(max(proposal_id), 0) + 1 as proposal_id,
    least($one, $other) as low_person_id,
    greatest($one, $other) as high_person_id,
    $basis as basis,
    'taken apart by a decision' as against,
    $moment as proposed_at,
    'kept_apart' as state,
    $moment as decided_at,
    $decided_by as decided_by,
    $reason as reason
from match_proposal
