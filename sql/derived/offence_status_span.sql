-- What status did each person's offence have, and from which day to which?
-- Grain:   one row per person, offence and status held [from_date, to_date); to_date NULL: the last one
-- Inputs:  offence_status_event, person_of_subject
-- Params:  $known_at, $seen_batch
-- Of several events on one day the strongest stands (DOMAIN.md 2). One person's subjects that share a
-- reference pool their events.
with event_day as (
    select
        p.person_id,
        e.offence_id,
        e.on_date,
        max(case e.status
            when 'convicted' then 7
            when 'cautioned' then 6
            when 'acquitted' then 5
            when 'no_further_action' then 4
            when 'charged' then 3
            when 'arrested' then 2
            when 'suspect' then 1
        end) as strength
    from offence_status_event as e
    inner join person_of_subject as p on e.subject_id = p.subject_id
    where
        e.batch_id <= $seen_batch
        and e.known_from <= $known_at
        and (e.known_to is null or e.known_to > $known_at)
    group by p.person_id, e.offence_id, e.on_date
)

select
    person_id,
    offence_id,
    case strength
        when 7 then 'convicted'
        when 6 then 'cautioned'
        when 5 then 'acquitted'
        when 4 then 'no_further_action'
        when 3 then 'charged'
        when 2 then 'arrested'
        when 1 then 'suspect'
    end as status,
    on_date as from_date,
    lead(on_date) over (partition by person_id, offence_id order by on_date) as to_date
from event_day
