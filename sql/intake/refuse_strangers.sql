-- Which rows speak of a person whom neither the store nor this file knows?
-- Grain:   one row per row and record
-- Inputs:  staged, failure, mapped_record, subject
-- Params:  $system
insert into failure
with sound as (
    select
        s.table_name,
        s.record_no,
        s.row_no,
        s.line,
        s.source_key
    from staged as s
    where s.source_key is not null and s.row_no not in (select f.row_no from failure as f)
),

acquainted as (
    select source_key from subject
    where system = $system
    union
    select source_key from sound
    where table_name = 'subject_version'
)

select distinct
    s.row_no,
    s.line,
    m.subject_check as check_no
from sound as s
inner join mapped_record as m on s.record_no = m.record_no
where
    m.has_subject
    and s.table_name = m.main_table
    and s.source_key not in (select a.source_key from acquainted as a)
