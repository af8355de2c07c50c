-- Which people does the file name, and which of them does the store know?
-- Grain:   one row per source key; subject_id NULL: not known
-- Inputs:  record_of_row, subject
-- Params:  $system
create temp table named_subject as
with named as (
    select distinct source_key
    from record_of_row
    where readable and source_key is not null
)

select
    n.source_key,
    s.subject_id
from named as n
left join subject as s on n.source_key = s.source_key and s.system = $system
