-- Which refused rows does this corrections file mend? Those whose corrected row is not refused again.
-- Grain:   one row per open row of quarantine
-- Inputs:  quarantine, correction, failure
-- Params:  $batch_id
update quarantine
set state = 'corrected', closed_by_batch = $batch_id
where
    state = 'open'
    and quarantine_id in (
        select c.quarantine_id from correction as c
        where c.row_no not in (select f.row_no from failure as f)
    )
