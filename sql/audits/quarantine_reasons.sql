-- Which refused rows are kept without a rule, or twice under one number? Must return no row.
-- Grain:   one row per number at fault
-- Inputs:  quarantine, quarantine_failure
select
    q.quarantine_id,
    count(distinct q.batch_id) as imports
from quarantine as q
left join quarantine_failure as f on q.quarantine_id = f.quarantine_id
group by q.quarantine_id
having count(f.rule) = 0 or count(distinct q.batch_id || ':' || q.row_no) > 1
