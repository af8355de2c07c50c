-- Which records and details did the file give for one table, refused ones too?
-- Grain:   one row per record or detail
-- Inputs:  {{ arrived }}
-- Blanks:  {{ table }}, {{ arrived }}
-- iom/intake/staging.py makes of it the view staged, over the tables that the mapping fills: fourteen in each statement
-- that reads it would take longer to plan than most files to read.
select
    '{{ table }}' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from {{ arrived }}
