-- Where does a selection leave each person, to be compared with another?
-- Grain:   one row per person considered
-- Inputs:  selected
create or replace temporary table diff_after as
select
    person_id,
    met_bits,
    unknown_bits,
    list,
    cohort,
    capacity_area,
    points,
    rank,
    place,
    places,
    harmful_place
from selected
