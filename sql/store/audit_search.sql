-- What do the lines of the audit log say that answer a search, and of whom?
-- Grain:  one row per line, the first $wanted in the order asked for; person_ids: the lowest of those spoken of
-- Inputs: audit_log, audit_person
-- Params: $who, $purpose (NULL: any), $action (how it begins; NULL: any), $person_id (NULL: whomever they speak of),
--         $since (the first moment), $until (the last moment; NULL: open), $before (only lines of a lower number;
--         NULL: all), $oldest_first, $wanted (lines)
with found as (
    select
        seq,
        logged_at,
        who,
        purpose,
        action,
        detail,
        people_count,
        if($oldest_first, seq, -seq) as place
    from audit_log
    where
        ($who is null or who = $who)
        and ($purpose is null or purpose = $purpose)
        and ($action is null or starts_with(action, $action))
        and ($person_id is null or seq in (select p.seq from audit_person as p where p.person_id = $person_id))
        and ($since is null or logged_at >= $since)
        and ($until is null or logged_at <= $until)
        and ($before is null or seq < $before)
    order by place
    limit $wanted
),

spoken_of as (
    select
        seq,
        min(person_id, 10) as person_ids
    from audit_person
    where seq in (select f.seq from found as f)
    group by seq
)

select
    f.seq,
    f.logged_at,
    f.who,
    f.purpose,
    f.action,
    f.detail,
    f.people_count,
    coalesce(s.person_ids, []) as person_ids
from found as f
left join spoken_of as s on f.seq = s.seq
order by f.place
