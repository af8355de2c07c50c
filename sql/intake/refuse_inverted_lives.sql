-- Which lives end before they begin, when one row gives the beginning and another, or what is held, the end?
-- Grain:   one row per row of the file that tells of such a life
-- Inputs:  arrived_subject_version, arrived_record, blank_key, subject_version, mapped_record, failure
-- Params:  $system
insert into failure
with told as (
    select
        a.record_no,
        a.row_no,
        a.record_key,
        max(a.birth_date) over (partition by a.record_key) as birth_date,
        max(a.death_date) over (partition by a.record_key) as death_date
    from arrived_subject_version as a
    inner join blank_key as k on a.record_key = k.record_key
    where a.content is not null and a.row_no not in (select b.row_no from failure as b)
),

held as (
    select
        record_key,
        birth_date,
        death_date
    from subject_version
    where
        system = $system
        and known_to is null
        and record_key in (select k.record_key from blank_key as k where k.keeps)
)

select
    t.row_no,
    r.line,
    m.life_check
from told as t
inner join arrived_record as r on t.record_no = r.record_no and t.row_no = r.row_no
inner join mapped_record as m on t.record_no = m.record_no
left join held as h on t.record_key = h.record_key
where coalesce(t.death_date, h.death_date) < coalesce(t.birth_date, h.birth_date)
