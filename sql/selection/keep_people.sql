-- Keep with the run whoever has a cohort or is on a list: rule bits, points, rank and, for the explained, reasons.
-- Grain:   one row per such person
-- Inputs:  placed, judged, reason_rows (person_id, proposal, reasons; one row per listed person)
-- Params:  $run_id
insert into run_person (
    run_id, person_id, met_bits, unknown_bits, eligible, cohort, points, rank, place, places,
    capacity_area, list, harmful_place, proposal, reasons
)
select
    $run_id,
    p.person_id,
    j.own__met_bits,
    j.own__unknown_bits,
    j.own__eligible,
    j.own__cohort,
    j.own__points,
    p.rank,
    p.place,
    p.places,
    p.capacity_area,
    p.list,
    p.harmful_place,
    r.proposal,
    r.reasons
from placed as p
inner join judged as j on p.person_id = j.person_id
left join reason_rows as r on p.person_id = r.person_id
where j.own__cohort is not null or p.list is not null
order by p.person_id
