-- Keep with the run whoever has a cohort or is on a list: rule bits, points, rank and, for the explained, reasons.
-- Grain:   one row per such person
-- Inputs:  selected, reason_rows (person_id, proposal, reasons; one row per listed person)
-- Params:  $run_id
insert into run_person (
    run_id, person_id, met_bits, unknown_bits, eligible, cohort, points, rank, place, places,
    capacity_area, list, harmful_place, proposal, reasons
)
select
    $run_id,
    s.person_id,
    s.met_bits,
    s.unknown_bits,
    s.eligible,
    s.cohort,
    s.points,
    s.rank,
    s.place,
    s.places,
    s.capacity_area,
    s.list,
    s.harmful_place,
    r.proposal,
    r.reasons
from selected as s
left join reason_rows as r on s.person_id = r.person_id
where s.cohort is not null or s.list is not null
order by s.person_id
