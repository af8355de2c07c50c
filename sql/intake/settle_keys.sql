-- What are the keys of records whose reference is known only when the whole file is: made ones, and by order?
-- Grain:   one row per such record or detail of one table (updated)
-- Inputs:  {{ arrived }}, record_of_row, mapped_record
update {{ arrived }}
set record_key = md5_number(concat_ws(chr(31), coalesce(r.reference, ''), r.source_key, {{ arrived }}.key_text))
from record_of_row as r
inner join mapped_record as m on r.record_no = m.record_no
where
    m.keying in ('made', 'counted', 'numbered')
    and r.readable
    and {{ arrived }}.record_no = r.record_no
    and {{ arrived }}.row_no = r.row_no
