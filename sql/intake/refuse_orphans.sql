-- Which status records speak of an offence that neither the store nor this file holds for that person?
-- Grain:   one row per row and record
-- Inputs:  record_of_row, arrived_offence_version, failure, mapped_record, offence_version
-- Params:  $system
insert into failure
with sound as (
    select
        r.row_no,
        r.line,
        r.parent_key,
        m.offence_check
    from record_of_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where
        m.record_type = 'status'
        and r.parent_key is not null
        and r.row_no not in (select f.row_no from failure as f)
),

held as (
    select record_key from offence_version
    where system = $system and known_to is null
    union
    select a.record_key from arrived_offence_version as a
    where a.record_key is not null and a.row_no not in (select f.row_no from failure as f)
)

select distinct
    row_no,
    line,
    offence_check as check_no
from sound
where parent_key not in (select h.record_key from held as h)
