-- Which audit lines have a list of people other than the one they were sealed with?
-- Grain:  one row per line, or per number that has people but no line
-- Inputs: audit_log, audit_person
with sealed as (
    select
        seq,
        count(*) as people_count,
        sha256(string_agg(person_id::varchar, ',' order by person_id)) as people_sha256
    from audit_person
    group by seq
)

select coalesce(audit_log.seq, sealed.seq) as seq
from audit_log
full outer join sealed on audit_log.seq = sealed.seq
where
    audit_log.seq is null
    or audit_log.people_count != coalesce(sealed.people_count, 0)
    or audit_log.people_sha256 != coalesce(sealed.people_sha256, sha256(''))
order by seq
