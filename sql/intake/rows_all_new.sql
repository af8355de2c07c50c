-- What became of each row of a file of which nothing was held or said before, and for which nothing is withdrawn?
-- Grain:   one row per fate, with how many rows had it: all are loaded; rows that hold no record are not among them
-- Inputs:  sound_row
select
    'loaded' as fate,
    count(distinct row_no) as rows_so_fated
from sound_row
