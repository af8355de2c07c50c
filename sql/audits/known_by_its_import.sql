-- Which versions are said to be known later than the import that told of them? Must return no row.
-- Grain:   one row per version at fault
-- Inputs:  {{ table }}, import_batch
select
    v.system,
    v.record_key,
    v.batch_id,
    v.known_from
from {{ table }} as v
left join import_batch as b on v.batch_id = b.batch_id
where
    b.batch_id is null
    or v.known_from > b.committed_at
    or (v.known_basis = 'import' and v.known_from != b.committed_at)
