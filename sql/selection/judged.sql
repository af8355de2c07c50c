-- Which rules does each person meet, which cannot be known, and how many points have they?
-- Grain:   one row per person measured
-- Inputs:  measured
-- Params:  bound values of the document's conditions, bands and names
-- Blanks:  lists of columns and expressions that iom.selection.compile writes from the parsed document
-- A rule whose outcome is NULL is unknown, and unknown meets no rule (DOMAIN.md 6). failed_step: the first
-- eligibility step (from 1) that was not met; one more than those for no cohort rule; NULL for neither.
with pointed as (
    select
        person_id,
        {{ measured_columns }},
        {{ points_by_measure }}
    from measured
),

totalled as (
    select
        person_id,
        {{ measured_columns }},
        {{ points_columns }},
        {{ points_total }} as points
    from pointed
),

outcome as (
    select
        person_id,
        {{ measured_columns }},
        {{ points_columns }},
        points,
        {{ rule_outcomes }}
    from totalled
),

judged as (
    select
        person_id,
        {{ home_district }} as district,
        {{ tie_break_columns }},
        {{ points_columns }},
        points,
        {{ met_bits }} as met_bits,
        {{ unknown_bits }} as unknown_bits,
        {{ eligibility_failed }} as eligibility_failed,
        {{ first_cohort }} as first_cohort,
        {{ harmful_met }} as is_harmful
    from outcome
)

select
    person_id,
    district,
    {{ tie_break_columns }},
    {{ points_columns }},
    points,
    met_bits,
    unknown_bits,
    eligibility_failed is null as eligible,
    case when eligibility_failed is null then first_cohort end as cohort,
    case
        when eligibility_failed is not null then eligibility_failed
        when first_cohort is null then $steps + 1
    end as failed_step,
    is_harmful
from judged
