-- Which rows of the file did a check refuse?
-- Grain:   one row per row of the file
-- Inputs:  failure
-- Params:  $check_no
select distinct row_no
from failure
where check_no = $check_no
