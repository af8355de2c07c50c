-- Which rows have the key of another row of the file and say otherwise? None of them is believed.
-- Grain:   one row per row, record and rule broken
-- Inputs:  conflict, said_conflict
insert into failure
select
    c.row_no,
    c.line,
    s.check_no
from conflict as c
inner join said_conflict as s
    on c.record_no = s.record_no and c.of_itself = s.of_itself and c.told = s.told
