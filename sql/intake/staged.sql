-- Which records and details did the file give for one table, refused ones too?
-- Grain:   one row per record or detail
-- Inputs:  {{ arrived }}
-- Blanks:  {{ table }}, {{ arrived }}; {{ first_day }}, {{ last_day }}: the days of its spell, or its date twice; null
--          where it has no date
-- iom/intake/staging.py makes of it the view staged, over the tables that the mapping fills: fourteen in each statement
-- that reads it would take longer to plan than most files to read.
select
    '{{ table }}' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content,
    {{ first_day }}::date as first_day,
    {{ last_day }}::date as last_day
from {{ arrived }}
