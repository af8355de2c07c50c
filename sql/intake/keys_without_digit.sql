-- How many people's keys of the file have no digit, where are the first, and how many have one?
-- Grain:   one row
-- Inputs:  fated
with named as (
    select
        source_key,
        min(line) as line,
        not regexp_matches(source_key, '[0-9]') as is_bare
    from fated
    where table_name = 'subject_version'
    group by source_key
)

select
    count(*) filter (where is_bare) as bare_keys,
    list_slice(list(line order by line) filter (where is_bare), 1, 3) as first_lines,
    count(*) filter (where not is_bare) as other_keys
from named
