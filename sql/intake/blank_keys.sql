-- Whose blanks of this table may another row of the file, or what is held, fill?
-- Grain:   one row per key of a sound row; keeps: what is held stays where the file is blank
-- Inputs:  {{ arrived }}, doubled, failure, held_version
-- Params:  $table_name, $system, $keeps (blanks of the file take nothing back)
-- Blanks:  {{ arrived }}
-- In a full file, whose blanks take back, a refused row still protects what is held of its key: what it says nobody
-- knows.
create or replace temp table blank_key as
with told as (
    select
        a.record_key,
        bool_or(a.row_no in (select f.row_no from failure as f)) as has_refused,
        bool_or(a.content is not null and a.row_no not in (select f.row_no from failure as f)) as has_sound
    from {{ arrived }} as a
    where a.record_key is not null
    group by a.record_key
),

held as (
    select distinct record_key
    from held_version
    where system = $system and known_to is null
)

select
    t.record_key,
    ($keeps or t.has_refused) and h.record_key is not null as keeps
from told as t
left join held as h on t.record_key = h.record_key
where
    t.has_sound
    and (
        (($keeps or t.has_refused) and h.record_key is not null)
        or t.record_key in (
            select d.record_key from doubled as d
            where d.table_name = $table_name and d.differs and not d.clashes
        )
    )
