-- Under which systems' keys is the person known, and since when, by whom and why is each of them this person?
-- Grain:   one row per subject
-- Inputs:  person_of_subject, subject, subject_person, person_decision, person_decision_subject, hidden_subject
-- Params:  $person_id, $known_at, $seen_batch
-- reason NULL: the decision also concerns someone restricted, and its reason may speak of them.
with about_hidden as (
    select decision.decided_at
    from person_decision as decision
    inner join person_decision_subject as concerned on decision.decision_id = concerned.decision_id
    inner join hidden_subject on concerned.subject_id = hidden_subject.subject_id
)

select
    subject.subject_id,
    subject.system,
    subject.source_key,
    assignment.known_from as since,
    assignment.decided_by,
    case
        when assignment.batch_id is null and assignment.known_from in (select about_hidden.decided_at from about_hidden)
            then null
        else assignment.reason
    end as reason
from person_of_subject
inner join subject on person_of_subject.subject_id = subject.subject_id
inner join subject_person as assignment
    on
        person_of_subject.subject_id = assignment.subject_id
        and person_of_subject.person_id = assignment.person_id
where
    person_of_subject.person_id = $person_id
    and assignment.person_id = $person_id
    and (assignment.batch_id is null or assignment.batch_id <= $seen_batch)
    and assignment.known_from <= $known_at
    and (assignment.known_to is null or assignment.known_to > $known_at)
order by subject.system, subject.source_key
