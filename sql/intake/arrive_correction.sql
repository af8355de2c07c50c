-- Which refused row does each row of a chunk of a corrections file correct?
-- Grain:   one row per row of the file
-- Inputs:  chunk
insert into correction
select
    row_no,
    quarantine_id
from chunk
