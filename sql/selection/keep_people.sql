-- Keep everyone considered with the run: rule bits, points, rank, measures and, for the listed, reasons.
-- Grain:   one row per person considered
-- Inputs:  selected, measured, reason_rows (person_id, proposal, reasons; one row per listed person)
-- Params:  $run_id, names of measures
-- Blanks:  {{ measures }}, {{ points_by }}: pairs of name and value; numbers as text, so that none passes
--          through a float
insert into run_person (
    run_id, person_id, met_bits, unknown_bits, eligible, cohort, points, rank, place, places,
    capacity_area, list, harmful_place, proposal, measures, points_by, reasons
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
    json_object({{ measures }})::varchar as measures,  -- noqa: RF02
    json_object({{ points_by }})::varchar as points_by,  -- noqa: RF02
    r.reasons
from selected as s
inner join measured as m on s.person_id = m.person_id
left join reason_rows as r on s.person_id = r.person_id
order by s.person_id
