-- Which rows speak of a person whom neither the store nor this file knows, though perhaps by a key with other zeros?
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
),

without_zeros as (
    select ltrim(source_key, '0') as bare_key from acquainted
)

select distinct
    s.row_no,
    s.line,
    case
        when ltrim(s.source_key, '0') in (select w.bare_key from without_zeros as w) then m.zeros_check
        else m.subject_check
    end as check_no
from sound as s
inner join mapped_record as m on s.record_no = m.record_no
where
    m.has_subject
    and s.table_name = m.main_table
    and s.source_key not in (select a.source_key from acquainted as a)
