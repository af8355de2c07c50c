-- Which status records speak of an offence that neither the store nor this file holds for that person?
-- Grain:   one row per row and record
-- Inputs:  staged, failure, mapped_record, offence_version
-- Params:  $system
insert into failure
with sound as (
    select
        s.table_name,
        s.record_no,
        s.row_no,
        s.line,
        s.record_key,
        s.parent_key
    from staged as s
    where s.parent_key is not null and s.row_no not in (select f.row_no from failure as f)
),

held as (
    select record_key from offence_version
    where system = $system and known_to is null
    union
    select record_key from sound
    where table_name = 'offence_version'
)

select distinct
    s.row_no,
    s.line,
    m.offence_check as check_no
from sound as s
inner join mapped_record as m on s.record_no = m.record_no
where m.record_type = 'status' and s.parent_key not in (select h.record_key from held as h)
