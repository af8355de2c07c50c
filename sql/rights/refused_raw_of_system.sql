-- What did the refused rows of some systems say that still say anything?
-- Grain:   one row per refused row
-- Inputs:  quarantine, import_batch
-- Params:  $systems
select
    q.quarantine_id,
    q.system,
    q.raw,
    b.mapping_title,
    b.mapping_text
from quarantine as q
inner join import_batch as b on q.batch_id = b.batch_id
where q.system in (select unnest($systems)) and q.raw != '{}'
order by q.quarantine_id
