-- What was decided about people, by whom, when, why, and does it stand?
-- Grain:   one row per decision, the latest first
-- Inputs:  person_decision, person_decision_subject, subject_person
-- Params:  $person_id (null: everybody), $known_at (null: all)
with concerned as (
    select
        decision_id,
        list_sort(list_distinct(list(from_person_id))) as people_before,
        list_sort(list_distinct(list(to_person_id))) as people_after,
        coalesce(
            list(subject_id order by subject_id) filter (where from_person_id != to_person_id), []
        ) as moved_subjects
    from person_decision_subject
    group by decision_id
),

asked as (
    select distinct decided.decision_id
    from person_decision_subject as decided
    inner join subject_person as held on decided.subject_id = held.subject_id
    where
        $person_id in (decided.from_person_id, decided.to_person_id)
        or (
            held.person_id = $person_id
            and (held.known_to is null or held.known_to > $known_at)
            and ($known_at is null or held.known_from <= $known_at)
        )
)

select
    decision.decision_id,
    decision.kind,
    decision.decided_at,
    decision.by_user,
    decision.reason,
    decision.against,
    decision.undoes,
    concerned.people_before,
    concerned.people_after,
    concerned.moved_subjects
from person_decision as decision
inner join concerned on decision.decision_id = concerned.decision_id
where
    ($known_at is null or decision.decided_at <= $known_at)
    and ($person_id is null or decision.decision_id in (select asked.decision_id from asked))
order by decision.decision_id desc
