-- Which rows of a chunk of the file break which rule?
-- Grain:   one row per row and rule broken
-- Inputs:  chunk
insert into failure
select
    row_no,
    line,
    check_no
from chunk
