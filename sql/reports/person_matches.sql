-- Who else may the person be, as nobody had decided by the moment? Restricted people are left out.
-- Grain:   one row per pair proposed, by the other person's number
-- Inputs:  match_proposal, subject_person, hidden_subject
-- Params:  $person_id, $known_at, $seen_batch
with hidden as (
    select subject_person.person_id
    from subject_person
    inner join hidden_subject on subject_person.subject_id = hidden_subject.subject_id
    where subject_person.known_to is null
)

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
    and low_person_id not in (select hidden.person_id from hidden)
    and high_person_id not in (select hidden.person_id from hidden)
order by person_id
