-- How many lines of the audit log after one of them tell of a change, that is, of no mere look?
-- Grain:  one row
-- Inputs: audit_log
-- Params: $lines (the number of that line)
select count(*) as changes
from audit_log
where
    seq > $lines
    and split_part(action, '.', 1) not in ('audit', 'backup', 'store')
    and split_part(action, '.', 2) not in (
        'access', 'again', 'backtest', 'calibration', 'check', 'decisions', 'diff', 'explain', 'export', 'find',
        'matches', 'recalibration', 'repeat', 'review', 'sensitivity', 'show'
    )
