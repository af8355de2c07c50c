-- Which line is the first that says otherwise than a row refused for that?
-- Grain:   one row per row and rule broken that another row is named in
-- Inputs:  conflict, said_conflict
insert into conflict_place
select
    c.row_no,
    s.check_no,
    c.other_line
from conflict as c
inner join said_conflict as s
    on c.record_no = s.record_no and c.of_itself = s.of_itself and c.told = s.told
where c.other_line is not null
