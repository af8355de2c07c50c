-- A person that went into another hands on what was proposed or decided about it.
-- Grain:   one row per (pair of persons, state) not yet told (inserted)
-- Inputs:  match_proposal, moved_person (old_person_id, person_id)
insert into match_proposal (
    proposal_id, low_person_id, high_person_id, basis, against, proposed_at, batch_id, state,
    decided_at, decided_by, reason
)
with carried as (
    select
        proposal.proposal_id,
        proposal.basis,
        proposal.against,
        proposal.proposed_at,
        proposal.batch_id,
        proposal.state,
        proposal.decided_at,
        proposal.decided_by,
        proposal.reason,
        coalesce(low.person_id, proposal.low_person_id) as one_person_id,
        coalesce(high.person_id, proposal.high_person_id) as other_person_id
    from match_proposal as proposal
    left join moved_person as low on proposal.low_person_id = low.old_person_id
    left join moved_person as high on proposal.high_person_id = high.old_person_id
    where
        proposal.state in ('open', 'kept_apart')
        and (low.person_id is not null or high.person_id is not null)
),

first_of_pair as (
    select
        carried.basis,
        carried.against,
        carried.proposed_at,
        carried.batch_id,
        carried.state,
        carried.decided_at,
        carried.decided_by,
        carried.reason,
        least(carried.one_person_id, carried.other_person_id) as low_person_id,
        greatest(carried.one_person_id, carried.other_person_id) as high_person_id
    from carried
    -- a decision outranks a question, an older one a later
    qualify row_number() over (
        partition by
            least(carried.one_person_id, carried.other_person_id),
            greatest(carried.one_person_id, carried.other_person_id)
        order by carried.state = 'kept_apart' desc, carried.proposal_id
    ) = 1
)

select
    (select coalesce(max(earlier.proposal_id), 0) from match_proposal as earlier)
    + row_number() over (order by first_of_pair.low_person_id, first_of_pair.high_person_id) as proposal_id,
    first_of_pair.low_person_id,
    first_of_pair.high_person_id,
    first_of_pair.basis,
    first_of_pair.against,
    first_of_pair.proposed_at,
    first_of_pair.batch_id,
    first_of_pair.state,
    first_of_pair.decided_at,
    first_of_pair.decided_by,
    first_of_pair.reason
from first_of_pair
where
    not exists (
        select 1
        from match_proposal as known
        where
            known.low_person_id = first_of_pair.low_person_id
            and known.high_person_id = first_of_pair.high_person_id
            and (known.state = first_of_pair.state or known.state = 'kept_apart')
    )
order by first_of_pair.low_person_id, first_of_pair.high_person_id
