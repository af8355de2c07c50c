-- How many people does an audit line speak of, and what seals their list?
-- Grain:  one row
-- Inputs: audit_person
-- Params: $seq
select
    count(*) as people_count,
    sha256(coalesce(string_agg(person_id::varchar, ',' order by person_id), '')) as people_sha256
from audit_person
where seq = $seq
