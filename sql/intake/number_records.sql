-- By what reference is each arrived record known?
-- Grain:   one row per row of the file and mapped record
-- Inputs:  arrived_record, mapped_record
-- A source without references gets made ones: from the person and the key columns, and for counted records how
-- often that key has come in the file so far (a corrections file says the number itself).
create temp table record_of_row as
with numbered as (
    select
        a.record_no,
        a.row_no,
        a.line,
        a.source_key,
        a.identity,
        m.keying,
        coalesce(
            a.given_occurrence,
            row_number() over (partition by a.record_no, a.source_key, a.identity order by a.row_no)
        ) as occurrence
    from arrived_record as a
    inner join mapped_record as m on a.record_no = m.record_no
    where m.keying = 'counted'
    union all
    select
        a.record_no,
        a.row_no,
        a.line,
        a.source_key,
        a.identity,
        m.keying,
        null as occurrence
    from arrived_record as a
    inner join mapped_record as m on a.record_no = m.record_no
    where m.keying != 'counted'
)

select
    record_no,
    row_no,
    line,
    source_key,
    occurrence,
    case
        when identity is null then null
        when keying = 'reference' then identity
        else 'made:' || md5(concat_ws(chr(31), source_key, identity, occurrence))
    end as reference,
    source_key is not null and (keying = 'natural' or identity is not null) as readable
from numbered
