-- Do nearly all rows that name a person have a person's key of their own, though the same people come again?
-- Grain:   one row per mapped record of people of which that is so
-- Inputs:  record_of_row, arrived_subject_version, arrived_subject_name_version, failure
-- Params:  $least (rows that there must be)
-- The same person: the same surname, born on the same day.
select
    count(*) as records,
    count(distinct r.source_key) as person_keys,
    count(distinct concat_ws(' ', v.birth_date, lower(n.surname))) as people
from record_of_row as r
inner join arrived_subject_version as v on r.record_no = v.record_no and r.row_no = v.row_no
inner join arrived_subject_name_version as n on r.record_no = n.record_no and r.row_no = n.row_no
where
    r.readable
    and v.birth_precision = 'day'
    and n.surname is not null
    and r.row_no not in (select f.row_no from failure as f)
group by r.record_no
having count(*) >= $least and person_keys >= 0.9 * records and people <= 0.7 * person_keys
order by r.record_no
