-- Was it asked whether the person and somebody else are one, what spoke for and against it, and what was answered?
-- Grain:   one row per question about a number that stood for the person when it was asked, answered, or is open
-- Inputs:  erasing_subject, subject_person, match_proposal
-- Who the other one is, and whose number the question names, is not the person's to be told.
with held as (
    select
        s.person_id,
        s.known_from,
        s.known_to
    from subject_person as s
    inner join erasing_subject as e on s.subject_id = e.subject_id
)

select distinct
    q.proposal_id,
    q.proposed_at,
    q.basis as speaks_for,
    q.against as speaks_against,
    case
        when q.state = 'open' then 'open'
        when q.state = 'merged' then 'they are one'
        when q.state = 'kept_apart' then 'they are two'
        else 'asked of others, or no longer'
    end as answer,
    q.decided_at,
    q.decided_by
from match_proposal as q
inner join held as h on h.person_id in (q.low_person_id, q.high_person_id)
where
    (q.proposed_at >= h.known_from and (h.known_to is null or q.proposed_at <= h.known_to))
    or (q.decided_at >= h.known_from and (h.known_to is null or q.decided_at <= h.known_to))
    or (q.state = 'open' and h.known_to is null)
order by q.proposal_id
