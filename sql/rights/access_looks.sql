-- When, why and by what kind of action was the person's record looked at or changed?
-- Grain:   one row per line of the audit log
-- Inputs:  erasing_subject, subject_person, person_decision, audit_person, audit_log
-- A line that names a number concerns the subjects that it stood for then: from the line of the import or decision that
-- gave them the number to that of the one that took it from them, both among them.
with written as (
    select
        seq,
        case when action = 'import.commit' then json_extract_string(detail, '$.batch_id')::integer end as batch_id,
        case when action != 'import.commit' then json_extract_string(detail, '$.decision')::integer end as decision_id
    from audit_log
    where action in ('import.commit', 'person.merge', 'person.split', 'person.undo')
),

numbered as (
    select
        s.assignment_id,
        s.subject_id,
        s.person_id,
        coalesce(i.seq, w.seq, 0) as from_seq
    from subject_person as s
    inner join erasing_subject as e on s.subject_id = e.subject_id
    left join written as i on s.batch_id = i.batch_id
    left join person_decision as d on s.known_from = d.decided_at
    left join written as w on d.decision_id = w.decision_id
),

held as (
    select
        person_id,
        from_seq,
        lead(from_seq) over (partition by subject_id order by assignment_id) as to_seq
    from numbered
)

select distinct
    l.seq,
    l.logged_at,
    l.purpose,
    l.action
from held as h
inner join audit_person as p on h.person_id = p.person_id
inner join audit_log as l on p.seq = l.seq
where l.seq >= h.from_seq and (h.to_seq is null or l.seq <= h.to_seq)
order by l.seq
