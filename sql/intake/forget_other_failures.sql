-- Of rows of people who were erased, nothing else is told: take out which other rules they broke.
-- Grain:   one row per row of the file and rule (deleted)
-- Inputs:  failure
-- Params:  $check_no
delete from failure
where
    check_no != $check_no
    and row_no in (select f.row_no from failure as f where f.check_no = $check_no)
