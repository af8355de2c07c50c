-- Which rows speak of a person whom neither the store nor this file knows, though perhaps by a key with other zeros?
-- Grain:   one row per row and record
-- Inputs:  record_of_row, failure, mapped_record, subject
-- Params:  $system
insert into failure
with sound as (
    select
        r.record_no,
        r.row_no,
        r.line,
        r.source_key,
        m.record_type,
        m.has_subject,
        m.zeros_check,
        m.subject_check
    from record_of_row as r
    inner join mapped_record as m on r.record_no = m.record_no
    where r.source_key is not null and r.row_no not in (select f.row_no from failure as f)
),

acquainted as (
    select source_key from subject
    where system = $system
    union
    select source_key from sound
    where record_type = 'subject'
),

stranger as (
    select
        record_no,
        row_no,
        line,
        source_key,
        zeros_check,
        subject_check
    from sound
    where has_subject and source_key not in (select a.source_key from acquainted as a)
),

-- Of the keys known, those that a stranger's may be but for its zeros.
alike as (
    select distinct ltrim(a.source_key, '0') as bare_key
    from acquainted as a
    where ltrim(a.source_key, '0') in (select ltrim(s.source_key, '0') from stranger as s)
)

select distinct
    row_no,
    line,
    case
        when ltrim(source_key, '0') in (select k.bare_key from alike as k) then zeros_check
        else subject_check
    end as check_no
from stranger
