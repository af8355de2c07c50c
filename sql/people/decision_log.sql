-- What was decided about people, by whom, when and why, and whose were the subjects before and after?
-- Grain:   one row per decision that concerns a subject that may be shown, the latest first
-- Inputs:  person_decision, person_decision_subject, hidden_subject
-- Params:  $decisions (numbers; null: all), $known_at (null: all)
-- Only of such subjects: beside "it also concerns someone restricted" the numbers would say who that is.
with concerned as (
    select
        decision_id,
        list_sort(list_distinct(list(from_person_id))) as people_before,
        list_sort(list_distinct(list(to_person_id))) as people_after,
        coalesce(
            list(subject_id order by subject_id) filter (where from_person_id != to_person_id), []
        ) as moved_subjects
    from person_decision_subject
    where subject_id not in (select h.subject_id from hidden_subject as h)
    group by decision_id
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
    and ($decisions is null or decision.decision_id in (select unnest($decisions::integer[])))
order by decision.decision_id desc
