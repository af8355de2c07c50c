-- Which rows of a chunk of the file hold a record, and whose is it?
-- Grain:   one row per row of the file and mapped record
-- Inputs:  chunk
insert into arrived_record
select
    record_no,
    row_no,
    line,
    source_key,
    identity,
    given_occurrence,
    md5_number(parent_text) as parent_key
from chunk
