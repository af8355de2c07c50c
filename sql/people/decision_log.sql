-- What was decided about people, by whom, when and why, and whose were the subjects before and after?
-- Grain:   one row per decision, the latest first
-- Inputs:  person_decision, person_decision_subject, hidden_subject, subject_person, person_of_subject, erased_subject
-- Params:  $decisions (numbers; null: all), $known_at (null: all)
-- Whoever is restricted or erased is not numbered: the number would say who "someone restricted" is.
with gone as (
    select held.person_id
    from subject_person as held
    inner join hidden_subject as h on held.subject_id = h.subject_id
    where held.known_to is null
    union
    select unnest([d.from_person_id, d.to_person_id])
    from person_decision_subject as d
    where
        d.subject_id in (select e.subject_id from erased_subject as e)
        or d.subject_id in (select h.subject_id from hidden_subject as h)
),

-- A number of theirs that somebody else has now is that one's.
unnumbered as (
    select g.person_id
    from gone as g
    where g.person_id not in (select p.person_id from person_of_subject as p)
),

concerned as (
    select
        d.decision_id,
        coalesce(
            list_sort(list_distinct(list(d.from_person_id) filter (
                where d.from_person_id not in (select u.person_id from unnumbered as u)
            ))), []
        ) as people_before,
        coalesce(
            list_sort(list_distinct(list(d.to_person_id) filter (
                where d.to_person_id not in (select u.person_id from unnumbered as u)
            ))), []
        ) as people_after,
        coalesce(
            list(d.subject_id order by d.subject_id) filter (
                where
                d.from_person_id != d.to_person_id
                and d.subject_id not in (select h.subject_id from hidden_subject as h)
            ), []
        ) as moved_subjects,
        bool_or(d.subject_id not in (select p.subject_id from person_of_subject as p)) as concerns_gone
    from person_decision_subject as d
    group by d.decision_id
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
    concerned.moved_subjects,
    concerned.concerns_gone
from person_decision as decision
inner join concerned on decision.decision_id = concerned.decision_id
where
    ($known_at is null or decision.decided_at <= $known_at)
    and ($decisions is null or decision.decision_id in (select unnest($decisions::integer[])))
order by decision.decision_id desc
