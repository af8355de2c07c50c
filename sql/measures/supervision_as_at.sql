-- How is each person supervised by probation as at the date?
-- Grain:   one row per person under a licence or community order
-- Inputs:  supervision_current
-- Params:  $as_at
-- A licence is named before a community order where both run.
select
    person_id,
    max(kind) as supervision
from supervision_current
where
    kind in ('licence', 'community_order')
    and (from_date is null or from_date <= $as_at)
    and (to_date is null or to_date > $as_at)
group by person_id
