-- Under which mapping documents were these rows refused? The latest import first.
-- Grain:   one row per import that refused some of them
-- Inputs:  quarantine, import_batch
-- Params:  $ids
select distinct
    b.system,
    b.mapping_title,
    b.mapping_text,
    b.batch_id
from quarantine as q
inner join import_batch as b on q.batch_id = b.batch_id
where q.quarantine_id in (select unnest($ids))
order by b.batch_id desc
