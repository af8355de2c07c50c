-- Which of some people may someone see by one grant of a role?
-- Grain:   one row per person
-- Inputs:  person_current, home_area_current
-- Params:  $on, $areas, $agencies, $worker, $people
-- Of a grant's areas, agencies and worker those that are not NULL must all hold: a home in one of the areas or
-- districts on the day, a lead agency among the agencies, the worker as lead worker.
select p.person_id
from person_current as p
where
    p.person_id in (select unnest($people::integer[]))
    and (
        $areas::varchar[] is null
        or exists (
            select 1
            from home_area_current as h
            where
                h.person_id = p.person_id
                and (list_contains($areas::varchar[], h.area) or list_contains($areas::varchar[], h.district))
                and (h.from_date is null or h.from_date <= $on)
                and (h.to_date is null or h.to_date > $on)
        )
    )
    and ($agencies::varchar[] is null or list_contains($agencies::varchar[], p.lead_agency))
    and ($worker::varchar is null or p.lead_worker = $worker)
