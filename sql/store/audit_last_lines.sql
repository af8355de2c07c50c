-- What do the last lines of the audit log say, and of whom?
-- Grain:  one row per line, in the order written; person_ids: the lowest of those that it speaks of
-- Inputs: audit_log, audit_person
-- Params: $wanted (lines), $person_id (NULL: whomever they speak of)
with last_lines as (
    select
        seq,
        logged_at,
        who,
        purpose,
        action,
        detail,
        people_count
    from audit_log
    where $person_id is null or seq in (select p.seq from audit_person as p where p.person_id = $person_id)
    order by seq desc
    limit $wanted
),

spoken_of as (
    select
        seq,
        min(person_id, 10) as person_ids
    from audit_person
    where seq in (select l.seq from last_lines as l)
    group by seq
)

select
    l.seq,
    l.logged_at,
    l.who,
    l.purpose,
    l.action,
    l.detail,
    l.people_count,
    coalesce(s.person_ids, []) as person_ids
from last_lines as l
left join spoken_of as s on l.seq = s.seq
order by l.seq
