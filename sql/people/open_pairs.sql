-- Which pairs of persons may be one, as nobody has decided, and neither is restricted?
-- Grain:   one row per open proposal, those that share a strong identifier first, then as proposed
-- Inputs:  match_proposal, import_batch, subject_person, hidden_subject
-- Params:  $person_id (null: everybody)
with restricted as (
    select subject_person.person_id
    from subject_person
    inner join hidden_subject on subject_person.subject_id = hidden_subject.subject_id
    where subject_person.known_to is null
)

select
    match_proposal.proposal_id,
    match_proposal.low_person_id,
    match_proposal.high_person_id,
    match_proposal.basis,
    match_proposal.against,
    match_proposal.proposed_at,
    import_batch.file_name
from match_proposal
left join import_batch on match_proposal.batch_id = import_batch.batch_id
where
    match_proposal.state = 'open'
    and ($person_id is null or $person_id in (match_proposal.low_person_id, match_proposal.high_person_id))
    and match_proposal.low_person_id not in (select restricted.person_id from restricted)
    and match_proposal.high_person_id not in (select restricted.person_id from restricted)
order by match_proposal.basis like 'the same surname, %', match_proposal.proposal_id
