-- How many people does an audit line speak of, and what seals their list?
-- Grain:  one row
-- Inputs: audit_person
-- Params: $seq
-- Joined in blocks of people first: the same text, without sorting all of it at once.
with block as (
    select
        person_id // 8192 as block_no,
        count(*) as people,
        string_agg(person_id::varchar, ',' order by person_id) as said
    from audit_person
    where seq = $seq
    group by person_id // 8192
)

select
    coalesce(sum(people), 0)::bigint as people_count,
    sha256(coalesce(string_agg(said, ',' order by block_no), '')) as people_sha256
from block
