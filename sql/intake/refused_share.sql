-- How many rows of the file are refused?
-- Grain:   one row
-- Inputs:  failure
select count(distinct row_no) as refused
from failure
