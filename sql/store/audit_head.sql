-- Where does the audit log end?
-- Grain:  one row, none while the log is empty
-- Inputs: audit_log
-- Without the condition DuckDB 1.5.6 does not see lines added after lines were deleted from the end of a table: it
-- counts the deleted ones among those that it need not look beyond. It is also faster.
select
    line.seq,
    line.mac
from audit_log as line
where line.seq >= (select max(every.seq) from audit_log as every)
order by line.seq desc
limit 1
