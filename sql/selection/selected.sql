-- Where did the selection leave each person?
-- Grain:   one row per person measured
-- Inputs:  judged, placed
-- A temporary view: of nearly everyone it says no more than judged does. failed_step: as in judged, and two more than
-- the eligibility steps for whoever has a cohort and no place.
select
    j.person_id,
    j.own__met_bits as met_bits,
    j.own__unknown_bits as unknown_bits,
    j.own__eligible as eligible,
    j.own__cohort as cohort,
    j.own__points as points,
    p.rank,
    p.place,
    p.places,
    p.capacity_area,
    p.list,
    p.harmful_place,
    coalesce(p.explained, false) as explained,
    coalesce(j.own__failed_step, p.failed_step) as failed_step
from judged as j
left join placed as p on j.person_id = p.person_id
