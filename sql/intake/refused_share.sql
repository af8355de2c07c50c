-- How many rows of the file are refused, those of people who were erased left out?
-- Grain:   one row
-- Inputs:  failure
-- Params:  $erased (the number of that check)
select count(distinct row_no) as refused
from failure
where check_no != $erased
