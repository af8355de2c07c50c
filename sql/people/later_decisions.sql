-- Which later decisions concern a subject that a decision concerned, or a person in a question that it touched?
-- Grain:   one row per decision
-- Inputs:  person_decision_subject, person_decision_proposal, match_proposal
-- Params:  $decision_id
with asked as (
    select
        proposal.low_person_id,
        proposal.high_person_id
    from person_decision_proposal as touched
    inner join match_proposal as proposal on touched.proposal_id = proposal.proposal_id
    where touched.decision_id = $decision_id
),

asked_person as (
    select low_person_id as person_id
    from asked
    union
    select high_person_id as person_id
    from asked
)

select later.decision_id
from person_decision_subject as later
inner join person_decision_subject as first_one on later.subject_id = first_one.subject_id
where first_one.decision_id = $decision_id and later.decision_id > $decision_id
union
select later.decision_id
from person_decision_subject as later
inner join asked_person on later.from_person_id = asked_person.person_id
where later.decision_id > $decision_id
order by decision_id
