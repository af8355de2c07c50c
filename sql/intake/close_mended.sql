-- Which refused rows does a later file hold in good order, whether source or mapping document was mended?
-- Grain:   one row per open row of quarantine, all of whose records came through
-- Inputs:  quarantine, quarantine_key, fated, numbered_refusal
-- Params:  $batch_id, $system, $mapping_title
update quarantine
set state = 'corrected', closed_by_batch = $batch_id
where
    system = $system
    and mapping_title = $mapping_title
    and state = 'open'
    and quarantine_id in (select k.quarantine_id from quarantine_key as k)
    -- another row of its key may be in good order while this one is refused again
    and quarantine_id not in (select n.quarantine_id from numbered_refusal as n)
    and quarantine_id not in (
        select k.quarantine_id
        from quarantine_key as k
        left join fated as f on k.table_name = f.table_name and k.record_key = f.record_key
        where f.record_key is null
    )
