-- By what reference is each arrived record known?
-- Grain:   one row per row of the file and mapped record
-- Inputs:  arrived_record, arrived_absence_version, mapped_record
-- A source without references gets made ones: from the person and the key columns, and for counted records how
-- often that key has come in the file so far (a corrections file says the number itself).
-- Absences of one kind that begin on one day get a number by their order, those that say the same the same one; the
-- first has no made reference. A corrected row's number is theirs where no other record of the row is counted.
create temp table record_of_row as
with spell as (
    select
        a.record_no,
        a.row_no,
        a.line,
        a.source_key,
        a.identity,
        a.parent_key,
        m.keying,
        a.given_occurrence,
        v.key_text,
        v.content_text,
        min(a.row_no) over (partition by a.source_key, v.key_text, v.content_text) as first_row
    from arrived_record as a
    inner join mapped_record as m on a.record_no = m.record_no
    inner join arrived_absence_version as v on a.record_no = v.record_no and a.row_no = v.row_no
    where m.keying = 'numbered'
),

numbered as (
    select
        a.record_no,
        a.row_no,
        a.line,
        a.source_key,
        a.identity,
        a.parent_key,
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
        a.parent_key,
        m.keying,
        null as occurrence
    from arrived_record as a
    inner join mapped_record as m on a.record_no = m.record_no
    where m.keying not in ('counted', 'numbered')
    union all
    select
        record_no,
        row_no,
        line,
        source_key,
        identity,
        parent_key,
        keying,
        coalesce(
            case
                when (select count(*) from mapped_record as n where n.keying in ('counted', 'numbered')) = 1
                    then given_occurrence
            end,
            dense_rank() over (partition by source_key, key_text order by first_row, content_text)
        ) as occurrence
    from spell
),

referred as (
    select
        record_no,
        row_no,
        line,
        source_key,
        occurrence,
        parent_key,
        case
            when keying = 'numbered' then case when occurrence > 1 then 'made:' || occurrence end
            when identity is null then null
            when keying = 'reference' then identity
            else 'made:' || md5(concat_ws(chr(31), source_key, identity, occurrence))
        end as reference,
        source_key is not null and (keying in ('natural', 'numbered') or identity is not null) as readable
    from numbered
)

select
    record_no,
    row_no,
    line,
    source_key,
    occurrence,
    reference,
    readable,
    case
        when parent_key is not null then parent_key
        when readable then md5_number(concat_ws(chr(31), coalesce(reference, ''), source_key, ''))
    end as parent_key
from referred
