-- Which corrected rows would overwrite what a later file has said of the same record since they were refused?
-- Grain:   one row per row of the corrections file
-- Inputs:  correction, quarantine, import_batch, record_of_row
-- Params:  $check_no
-- The later file closed the refused row when it held the row's records in good order.
insert into failure
select distinct
    r.row_no,
    r.line,
    $check_no as check_no
from correction as c
inner join record_of_row as r on c.row_no = r.row_no
inner join quarantine as q on c.quarantine_id = q.quarantine_id
inner join import_batch as b on q.closed_by_batch = b.batch_id
where q.state = 'corrected' and b.scope != 'corrections'
