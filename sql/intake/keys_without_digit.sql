-- How many people's keys of the file have no digit, where are the first, and how many have one?
-- Grain:   one row
-- Inputs:  record_of_row, mapped_record, failure
with named as (
    select
        r.source_key,
        min(r.line) as line,
        not regexp_matches(r.source_key, '[0-9]') as is_bare
    from record_of_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where
        m.record_type = 'subject'
        and r.readable
        and r.row_no not in (select f.row_no from failure as f)
    group by r.source_key
)

select
    count(*) filter (where is_bare) as bare_keys,
    list_slice(list(line order by line) filter (where is_bare), 1, 3) as first_lines,
    count(*) filter (where not is_bare) as other_keys
from named
