-- What was open, or decided apart, before a decision that is reversed now is so again.
-- Grain:   one row per pair of persons that are there now and have no such row (inserted)
-- Inputs:  match_proposal, asked_before, subject_person
-- Params:  $moment, $decided_by, $reason
insert into match_proposal (
    proposal_id, low_person_id, high_person_id, basis, against, proposed_at, batch_id, state,
    decided_at, decided_by, reason
)
with person_now as (
    select distinct person_id
    from subject_person
    where known_to is null
)

select
    (select coalesce(max(earlier.proposal_id), 0) from match_proposal as earlier)
    + row_number() over (order by again.low_person_id, again.high_person_id) as proposal_id,
    again.low_person_id,
    again.high_person_id,
    again.basis,
    again.against,
    $moment as proposed_at,
    again.batch_id,
    again.was_state as state,
    case when again.was_state = 'kept_apart' then $moment end as decided_at,
    case when again.was_state = 'kept_apart' then $decided_by end as decided_by,
    case when again.was_state = 'kept_apart' then $reason end as reason
from asked_before as again
where
    again.was_state is not null
    and again.low_person_id in (select person_now.person_id from person_now)
    and again.high_person_id in (select person_now.person_id from person_now)
    and not exists (
        select 1
        from match_proposal as known
        where
            known.low_person_id = again.low_person_id
            and known.high_person_id = again.high_person_id
            and known.state in ('open', 'kept_apart')
    )
order by again.low_person_id, again.high_person_id
