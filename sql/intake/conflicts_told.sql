-- What do conflicts of the file differ in?
-- Grain:   one row per mapped record, whether rows are at odds with themselves, and what differs
-- Inputs:  conflict
select distinct
    record_no,
    of_itself,
    told
from conflict
order by record_no, of_itself, told
