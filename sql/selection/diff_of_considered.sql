-- Where did a kept run leave each person, to be compared with another?
-- Grain:   one row per person considered
-- Inputs:  {{ considered }}, run_person
-- Params:  $run_id
-- Blanks:  {{ considered }}: the table that keeps whom the run considered
create or replace temporary table diff_after as
select
    c.person_id,
    c.own__met_bits as met_bits,
    c.own__unknown_bits as unknown_bits,
    p.list,
    c.own__cohort as cohort,
    p.capacity_area,
    c.own__points as points,
    p.rank,
    p.place,
    p.places,
    p.harmful_place
from {{ considered }} as c
left join run_person as p on c.person_id = p.person_id and p.run_id = $run_id
