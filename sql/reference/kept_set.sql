-- Which texts make up a reference set that the store has kept?
-- Grain:   one row per table of the set
-- Inputs:  reference_set, reference_file
-- Params:  $fingerprint
select
    reference_set.table_id,
    reference_file.content
from reference_set
inner join reference_file
    on
        reference_set.table_id = reference_file.table_id
        and reference_set.file_sha256 = reference_file.file_sha256
where reference_set.fingerprint = $fingerprint
