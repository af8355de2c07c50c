-- Who else may the person be, as nobody had decided by the moment? Restricted people too.
-- Grain:   one row per pair proposed, by the other person's number
-- Inputs:  match_proposal
-- Params:  $person_id, $known_at, $seen_batch
select
    case when low_person_id = $person_id then high_person_id else low_person_id end as person_id,
    basis,
    against
from match_proposal
where
    $person_id in (low_person_id, high_person_id)
    and (batch_id is null or batch_id <= $seen_batch)
    and proposed_at <= $known_at
    and (decided_at is null or decided_at > $known_at)
order by person_id
