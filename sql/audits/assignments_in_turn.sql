-- Which subjects belong to two persons at a time, or had an assignment that ends before it begins? Must return no row.
-- Grain:   one row per assignment at fault
-- Inputs:  subject_person
with in_turn as (
    select
        assignment_id,
        subject_id,
        known_from,
        known_to,
        lead(known_from) over (partition by subject_id order by known_from, assignment_id) as next_known_from
    from subject_person
)

select
    assignment_id,
    subject_id,
    known_from,
    known_to
from in_turn
where
    known_to <= known_from
    or (next_known_from is not null and (known_to is null or known_to > next_known_from))
