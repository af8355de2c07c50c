-- Which intelligence reports name each person, and how are they graded?
-- Grain:   one row per person and report; a report that reached several of the person's subjects counts once
-- Inputs:  intelligence_version, person_of_subject
-- Params:  $known_at, $seen_batch
with said as (
    select
        p.person_id,
        i.system,
        i.reference,
        i.on_date,
        i.source_evaluation,
        i.assessment,
        i.handling,
        i.theme,
        row_number() over (
            partition by p.person_id, i.system, i.reference order by i.known_from desc, i.subject_id asc
        ) as place
    from intelligence_version as i
    inner join person_of_subject as p on i.subject_id = p.subject_id
    where
        i.batch_id <= $seen_batch
        and i.known_from <= $known_at
        and (i.known_to is null or i.known_to > $known_at)
)

select
    person_id,
    system,
    reference,
    on_date,
    source_evaluation,
    assessment,
    handling,
    theme
from said
where place = 1
order by person_id, on_date, reference
