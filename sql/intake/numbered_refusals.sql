-- Under which number is each refused row of the file kept, and is it open?
-- Grain:   one row per refused row, in the order of the file
-- Inputs:  numbered_refusal, quarantine
select
    n.quarantine_id,
    q.state
from numbered_refusal as n
inner join quarantine as q on n.quarantine_id = q.quarantine_id
order by n.row_no
