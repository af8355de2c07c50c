-- Which record is each arrived one, and what does it say, as digests?
-- Grain:   one row per record or detail of one table; record_key NULL: its key cannot be read
-- Inputs:  {{ arrived }}, record_of_row
-- Params:  $table_name
insert into staged
select
    $table_name as table_name,
    a.record_no,
    a.row_no,
    a.item,
    r.line,
    r.source_key,
    r.reference,
    case
        when r.readable then md5_number(concat_ws(chr(31), coalesce(r.reference, ''), r.source_key, ''))
    end as parent_key,
    case
        when r.readable then md5_number(concat_ws(chr(31), coalesce(r.reference, ''), r.source_key, a.key_text))
    end as record_key,
    md5_number(a.content_text) as content,
    a.declared_on
from {{ arrived }} as a
inner join record_of_row as r on a.record_no = r.record_no and a.row_no = r.row_no
