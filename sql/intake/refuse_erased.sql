-- Which rows speak of a person who was erased?
-- Grain:   one row per row of the file
-- Inputs:  record_of_row, erased_key
-- Params:  $check_no
insert into failure
select
    r.row_no,
    min(r.line) as line,
    $check_no as check_no
from record_of_row as r
where r.source_key in (select e.source_key from erased_key as e)
group by r.row_no
